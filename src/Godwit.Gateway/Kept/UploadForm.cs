using Microsoft.AspNetCore.WebUtilities;

namespace Godwit.Gateway.Kept;

/// <summary>The form of an upload, as far as it has been read.</summary>
internal sealed class UploadForm
{
    /// <summary>Name of the field that has the bytes.</summary>
    public string FileField { get; init; } = "file";

    /// <summary>The form says what the file is for; a part of an upload does not.</summary>
    public bool HasPurpose => FileField == "file";

    /// <summary>What the file is for; null until its field has come.</summary>
    public string? Purpose { get; set; }

    /// <summary>The provider the client names in the form; null when it names none.</summary>
    public string? Provider { get; set; }

    /// <summary>The other fields, in their order, those that come after the file included.</summary>
    public List<(string Name, byte[] Value)> Fields { get; } = [];

    /// <summary>The file's name as the client wrote it; null until the file has come.</summary>
    public string? FileName { get; set; }

    /// <summary>The file's content type as the client wrote it.</summary>
    public string? FileType { get; set; }

    /// <summary>The file, where it is still arriving; null when it lies in the request's body.</summary>
    public Stream? Arriving { get; set; }

    /// <summary>Reads what comes after a file that is still arriving.</summary>
    public MultipartReader? Rest { get; set; }

    /// <summary>
    /// The first line of a batch that is still arriving, its break included, and what was read behind it.
    /// </summary>
    public ReadOnlyMemory<byte> Begun { get; set; }

    /// <summary>A file of requests, each of which names a model.</summary>
    public bool IsBatch => Purpose == "batch";
}
