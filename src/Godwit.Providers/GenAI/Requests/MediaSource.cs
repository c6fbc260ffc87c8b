namespace Godwit.Providers.GenAI.Requests;

/// <summary>What a piece of media is.</summary>
public enum MediaKind
{
    Image,
    Audio,
    Video,
    Document,
}

/// <summary>Where the bytes of a piece of media are. Exactly one of data, URL, file and text is there.</summary>
public sealed record MediaSource
{
    /// <summary>Base64 text as UTF-8, without line breaks; empty when the bytes are elsewhere.</summary>
    public ReadOnlyMemory<byte> Base64 { get; init; }

    /// <summary>Media type of the data, e.g. <c>image/png</c>; null when it is not said.</summary>
    public string? MediaType { get; init; }

    public string? Url { get; init; }

    /// <summary>Id of a file that lies with the provider.</summary>
    public string? FileId { get; init; }

    /// <summary>The document's own text, where it is given as text.</summary>
    public string? Text { get; init; }
}
