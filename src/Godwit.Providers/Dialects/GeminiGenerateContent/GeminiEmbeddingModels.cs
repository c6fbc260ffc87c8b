using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// The model's name in bodies that are spliced: requests to embed repeat it, as a resource's name, and the provider
/// wants it to be the one of the path.
/// </summary>
public static class GeminiEmbeddingModels
{
    /// <summary>A model as a resource's name.</summary>
    public static string NameOf(string model) =>
        model.StartsWith("models/", StringComparison.Ordinal) ? model : "models/" + model;

    /// <summary>Where several are embedded, beside the place where one is.</summary>
    public static Uri BatchOf(Uri endpoint)
    {
        const string one = ":embedContent";
        var path = endpoint.AbsolutePath;
        return path.EndsWith(one, StringComparison.Ordinal)
            ? new UriBuilder(endpoint) { Path = path[..^one.Length] + ":batchEmbedContents" }.Uri : endpoint;
    }

    /// <summary>The body with the provider's name where it names a model; the body itself where it does not.</summary>
    /// <param name="body">A body that was scanned: it is an object in JSON.</param>
    /// <param name="model">The provider's name of the model.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> body, string model)
    {
        var edits = new BodyEdits();
        var json = new Utf8JsonReader(body.Span, GeminiJson.Deep);
        json.Read();
        ReadMembers(ref json, edits, NameOf(model), nested: false);
        if (!edits.Any)
        {
            return body;
        }

        var output = new ArrayBufferWriter<byte>(body.Length + (int)edits.Growth);
        edits.Write(body.Span, output);
        return output.WrittenMemory;
    }

    private static void ReadMembers(ref Utf8JsonReader json, BodyEdits edits, string model, bool nested)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isModel = json.ValueTextEquals("model"u8);
            var isRequests = !nested && json.ValueTextEquals("requests"u8);
            json.Read();
            if (isModel && json.TokenType == JsonTokenType.String)
            {
                edits.ReplaceString(RangeOf(json), model);
            }
            else if (isRequests && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    ReadRequest(ref json, edits, model);
                }
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static ByteRange RangeOf(in Utf8JsonReader json) =>
        new((int)json.TokenStartIndex, (int)(json.BytesConsumed - json.TokenStartIndex));

    private static void ReadRequest(ref Utf8JsonReader json, BodyEdits edits, string model)
    {
        if (json.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(ref json, edits, model, nested: true);
        }
        else
        {
            json.Skip();
        }
    }
}
