using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Godwit.Control.Exports.Focus;

/// <summary>Writes what charges are allocated by as tags: a JSON object of texts (FOCUS's KeyValueFormat).</summary>
internal static class FocusTags
{
    // The specification wants one before tags that the maker of the data defines.
    private const string Prefix = "godwit/";

    private static readonly JsonWriterOptions Options = new()
    {
        // Nobody embeds them in a page, and names are to be found again as they are written.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The tags of a charge; null when it has none.</summary>
    public static string? Of(FocusKey key)
    {
        (string Name, string? Value)[] tags =
        [
            ("api_key", key.ApiKey), ("organization", key.Organization), ("project", key.Project),
            ("request_model", key.RequestModel), ("territory", key.Territory),
        ];
        if (tags.All(tag => tag.Value is null))
            return null;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            foreach (var (name, value) in tags)
            {
                if (value is not null)
                    json.WriteString(Prefix + name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
