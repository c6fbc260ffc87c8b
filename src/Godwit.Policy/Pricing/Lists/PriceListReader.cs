using System.Text.Json;

namespace Godwit.Policy.Pricing.Lists;

/// <summary>
/// Reads public price lists: strict about what it uses, blind to what it does not know.
/// </summary>
public static class PriceListReader
{
    private const int MostDepth = 16;

    private static readonly JsonDocumentOptions Options =
        new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a list.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="format">Its format; null to tell by its look.</param>
    public static PriceList Read(ReadOnlyMemory<byte> json, PriceListFormat? format)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(json), Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Broken(format, "an object is expected at the top");
            var list = (format ?? FormatOf(document.RootElement)) == PriceListFormat.ModelsDev
                ? ModelsDevPriceList.Read(document.RootElement)
                : LiteLlmPriceList.Read(document.RootElement);
            return list with
            {
                Prices =
                [
                    .. list.Prices.OrderBy(p => p.Provider, StringComparer.Ordinal)
                        .ThenBy(p => p.Model, StringComparer.Ordinal),
                ],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text that is not valid UTF-16 is found only when it is looked at.
            return Broken(format, e.Message);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\ufeff"u8) ? json[3..] : json;

    // Providers have models, and models have none.
    private static PriceListFormat FormatOf(JsonElement root) =>
        root.EnumerateObject().Any(m =>
            m.Value.ValueKind == JsonValueKind.Object && m.Value.TryGetProperty("models", out var models)
            && models.ValueKind == JsonValueKind.Object)
            ? PriceListFormat.ModelsDev : PriceListFormat.LiteLlm;

    private static PriceList Broken(PriceListFormat? format, string problem) =>
        new(format ?? PriceListFormat.LiteLlm, [], 0, [problem]);
}
