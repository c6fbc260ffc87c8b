using Godwit.Policy.Catalog;
using Godwit.Policy.Limits;
using Godwit.Policy.Routing;
using Godwit.Gateway.ClientApi;

namespace Godwit.Gateway.Counters;

/// <summary>The most that a request can use, as far as it shows before it is sent.</summary>
/// <remarks>
/// No tokenizer makes more tokens than a text has bytes. What the body only refers to, such as a picture by its URL or
/// an earlier response, is bounded by what the model takes at all.
/// </remarks>
internal sealed class RequestBounds
{
    // For a model of which nothing is known: more than any takes or gives.
    private const long UnknownContext = 2_000_000;
    private const long UnknownOutput = 131_072;

    private readonly bool refers;
    private readonly long bytes;
    private readonly long? maxOutput;
    private readonly long choices;
    private readonly bool generates;
    private readonly bool reads;

    public RequestBounds(GatewayRequest request)
    {
        var scan = request.Scan;
        var body = request.Body.Span;
        bytes = body.Length;
        var operation = request.Operation.ToPolicy();
        generates = operation is Operation.Chat or Operation.TextCompletion;
        reads = generates || operation == Operation.Embeddings;
        IsFree = request.Operation.IsKept() || operation is Operation.CountTokens or Operation.Moderation;
        refers = generates && RefersTo(body, request.Dialect);
        maxOutput = scan.MaxCompletionTokens ?? scan.MaxTokens;
        choices = Math.Max(1, scan.N ?? 1);
    }

    /// <summary>Nothing is billed for the request itself.</summary>
    public bool IsFree { get; }

    /// <summary>Input tokens at most, at a target.</summary>
    public long InputAt(TargetRules target) =>
        !reads ? 0
        : refers ? target.Facts?.ContextTokens ?? UnknownContext
        : Math.Min(bytes, target.Facts?.ContextTokens ?? long.MaxValue);

    /// <summary>Output tokens at most, at a target.</summary>
    public long OutputAt(TargetRules target)
    {
        if (!generates)
            return 0;
        var most = target.Facts?.MaxOutputTokens ?? target.Facts?.ContextTokens ?? UnknownOutput;
        return choices * (maxOutput is > 0 ? maxOutput.Value : most);
    }

    /// <summary>What a target costs at worst; null where no price is known.</summary>
    public decimal? CostAt(TargetRules target, int organization, long utcTicks) => target.Prices is not { } prices
        ? null
        : WorstCase.Of(
            prices.Of(organization).At(utcTicks), InputAt(target), OutputAt(target), utcTicks, prices.Batch);

    // By the members of each dialect that do: each is a search of the whole body.
    private static bool RefersTo(ReadOnlySpan<byte> body, Dialect dialect) => dialect switch
    {
        Dialect.GeminiGenerateContent => body.IndexOf("\"fileUri\""u8) >= 0 || body.IndexOf("\"file_uri\""u8) >= 0
            || body.IndexOf("\"cachedContent\""u8) >= 0 || body.IndexOf("\"cached_content\""u8) >= 0,
        Dialect.OpenAIResponses => HasUrlOrFile(body) || body.IndexOf("\"previous_response_id\""u8) >= 0
            || body.IndexOf("\"conversation\""u8) >= 0 || body.IndexOf("\"item_reference\""u8) >= 0,
        _ => HasUrlOrFile(body),
    };

    // Whatever is named by its URL: image_url, file_url, video_url, url itself.
    private static bool HasUrlOrFile(ReadOnlySpan<byte> body) => body.IndexOf("_url\""u8) >= 0
        || body.IndexOf("\"url\""u8) >= 0 || body.IndexOf("\"file_id\""u8) >= 0;
}
