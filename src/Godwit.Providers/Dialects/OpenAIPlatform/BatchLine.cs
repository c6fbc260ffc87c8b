using System.Text.Json;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.OpenAIPlatform;

/// <summary>One request of a batch's input file.</summary>
/// <param name="Model">Where the model's name lies in the line, quotes included.</param>
/// <param name="ModelName">The model's name.</param>
/// <param name="Url">The path that is asked, e.g. <c>/v1/chat/completions</c>.</param>
public readonly record struct BatchLine(ByteRange Model, string ModelName, string Url)
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its break.</param>
    /// <param name="found">What it asks.</param>
    /// <param name="fault">What is wrong, for people, when the answer is false.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out BatchLine found, out string fault)
    {
        found = default;
        try
        {
            fault = Read(line, out found);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            fault = "it is not valid JSON";
        }

        return fault.Length == 0;
    }

    private static string Read(ReadOnlySpan<byte> line, out BatchLine found)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = RequestScan.MaxDepth });
        var (model, name, url, inBody) = (default(ByteRange), "", "", false);
        found = default;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 0
                && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                return "it is not a JSON object";
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2)
                continue;
            var depth = reader.CurrentDepth;
            var isUrl = depth == 1 && reader.ValueTextEquals("url"u8);
            var isModel = depth == 2 && inBody && reader.ValueTextEquals("model"u8);
            if (depth == 1)
                inBody = reader.ValueTextEquals("body"u8);
            reader.Read();
            if ((isUrl && url.Length > 0) || (isModel && name.Length > 0))
                return isUrl ? "'url' is given twice" : "'body.model' is given twice";
            if ((isUrl || isModel) && reader.TokenType != JsonTokenType.String)
                return isUrl ? "'url' is not a string" : "'body.model' is not a string";
            if (isUrl)
                url = reader.GetString()!;
            if (!isModel)
                continue;
            name = reader.GetString()!;
            model = new ByteRange((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));
        }

        found = new BatchLine(model, name, url);
        return url.Length == 0 ? "'url' is missing"
            : name.Length == 0 ? "'body.model' is missing"
            : name.Length > RequestScan.MaxModelChars ? "'body.model' is too long"
            : "";
    }
}
