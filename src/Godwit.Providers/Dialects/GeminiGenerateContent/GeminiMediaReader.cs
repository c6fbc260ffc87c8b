using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads images, sound, films and documents of a request.</summary>
internal static class GeminiMediaReader
{
    /// <summary>Reads <c>inlineData</c> or <c>fileData</c>.</summary>
    public static MediaPart Read(string kind, RequestNode data, string path, GenAIRequest request)
    {
        string? type = null, uri = null, display = null;
        var bytes = ReadOnlyMemory<byte>.Empty;
        foreach (var (name, member) in data.CamelMembers())
        {
            switch (name)
            {
                case "mimeType":
                    type = member.Text();
                    break;
                case "data":
                    bytes = GeminiBase64.Usual(member.Utf8());
                    break;
                case "fileUri":
                    uri = member.Text();
                    break;
                case "displayName":
                    display = member.Text();
                    break;
                default:
                    GeminiRequestReader.Keep(request, name, member);
                    break;
            }
        }

        if (kind == "fileData" ? uri is not { Length: > 0 } : bytes.IsEmpty)
        {
            var member = data.Member(kind == "fileData" ? "fileUri" : "data");
            member.Fault("missing_required_parameter", $"'{member.Path}' is missing; it must be a string.");
        }

        var source = new MediaSource
        {
            MediaType = type,
            Base64 = bytes,
            FileId = IsFile(uri) ? uri : null,
            Url = IsFile(uri) ? null : uri,
        };
        return new MediaPart(KindOf(type), source) { Name = display, Path = path };
    }

    /// <summary>What a media type is.</summary>
    public static MediaKind KindOf(string? type) => type switch
    {
        not null when type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) => MediaKind.Image,
        not null when type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) => MediaKind.Audio,
        not null when type.StartsWith("video/", StringComparison.OrdinalIgnoreCase) => MediaKind.Video,
        _ => MediaKind.Document,
    };

    /// <summary>True for the address of a file that was uploaded to Gemini.</summary>
    private static bool IsFile(string? uri) => uri is not null
        && (uri.StartsWith("files/", StringComparison.Ordinal)
            || (uri.StartsWith("https://generativelanguage.googleapis.com/", StringComparison.Ordinal)
                && uri.Contains("/files/", StringComparison.Ordinal)));
}
