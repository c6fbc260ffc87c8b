namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>OpenAI's names of sound formats and their media types.</summary>
internal static class AudioFormats
{
    /// <summary>The media type of a format.</summary>
    public static string? MediaType(string? format) => format switch
    {
        null or "" => null,
        "mp3" => "audio/mpeg",
        "pcm16" => "audio/pcm",
        _ => "audio/" + format,
    };

    /// <summary>The format of a media type; wav when it is not said, the form every provider takes.</summary>
    public static string Format(string? mediaType) => mediaType switch
    {
        null => "wav",
        "audio/mpeg" => "mp3",
        "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "wav",
        "audio/pcm" or "audio/l16" => "pcm16",
        _ => mediaType[(mediaType.IndexOf('/', StringComparison.Ordinal) + 1)..],
    };
}
