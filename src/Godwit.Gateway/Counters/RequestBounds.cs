using Godwit.Gateway.ClientApi;
using Godwit.Policy.Catalog;
using Godwit.Policy.Limits;
using Godwit.Policy.Routing;
using Godwit.Providers.Tokens;

namespace Godwit.Gateway.Counters;

/// <summary>The most that a request can use, as far as it shows before it is sent.</summary>
/// <remarks>
/// No tokenizer makes more tokens than a text has bytes; where that is too many for a limit, the text is counted
/// (<see cref="CountAsync"/>). Pictures come to what the model takes for one at most. What the body only refers to,
/// such as a file or an earlier response, and media whose length does not show are bounded by what the model takes at
/// all.
/// </remarks>
internal sealed class RequestBounds
{
    // For a model of which nothing is known: more than any takes or gives.
    private const long UnknownContext = 2_000_000;
    private const long UnknownOutput = 131_072;

    // Far more than any model makes; their product is still a number.
    private const long MostOutput = 1_000_000_000_000;
    private const int MostChoices = 1_000_000;

    // About 0.1 ms of looking, as for the scan of a body.
    private const int LongLook = 256 * 1024;

    // Half a millisecond of counting: more is not done on the thread that serves the sockets.
    private const int LongCount = 4 * 1024;

    // An escape of six bytes stands for one byte at least.
    private const int LongestEscape = 6;

    private readonly GatewayRequest request;
    private readonly InputMedia media;
    private readonly ProviderTools tools;
    private readonly long bytes;
    private readonly long? maxOutput;
    private readonly long choices;
    private readonly bool generates;
    private readonly bool reads;
    private Dictionary<Vocabulary, InputCount>? counts;

    public RequestBounds(GatewayRequest request)
    {
        this.request = request;
        var scan = request.Scan;
        var body = request.Body.Span;
        bytes = body.Length;
        var operation = request.Operation.ToPolicy();
        generates = operation is Operation.Chat or Operation.TextCompletion;
        reads = generates || operation == Operation.Embeddings;
        IsFree = request.Operation.IsKept() || operation is Operation.CountTokens or Operation.Moderation;
        media = reads ? InputMedia.Of(body, request.Dialect, scan.Features) : default;
        tools = generates ? ProviderTools.Of(body, request.Dialect, scan.Features) : default;
        maxOutput = (scan.MaxCompletionTokens ?? scan.MaxTokens) is { } asked ? Math.Min(asked, MostOutput) : null;
        choices = Math.Clamp(scan.N ?? 1, 1, MostChoices);
    }

    /// <summary>
    /// Looks at a request before its bounds are asked for: of a long body elsewhere than on the thread that serves the
    /// sockets.
    /// </summary>
    public static ValueTask PrepareAsync(GatewayRequest request) =>
        request.Body.Length <= LongLook || request.IsBounded ? default : new(Task.Run(() => request.Bounds));

    /// <summary>Nothing is billed for the request itself.</summary>
    public bool IsFree { get; }

    /// <summary>Input tokens at most, at a target.</summary>
    public long InputAt(TargetRules target) =>
        !reads ? 0
        : IsUnknownAt(target) ? ContextOf(target)
        : Math.Min(
            (CountOf(target) is { IsWhole: true } count ? count.Tokens : bytes) + PicturesAt(target),
            MostKnown(target));

    /// <summary>
    /// Input tokens that a target likely takes at most: fewer than the bound where counting was given up.
    /// </summary>
    public long LikelyInputAt(TargetRules target) =>
        !IsUnknownAt(target) && CountOf(target) is { } count
            ? Math.Min(count.Likely + PicturesAt(target), InputAt(target)) : InputAt(target);

    /// <summary>Counting for a target was given up: there is more than there was room for.</summary>
    public bool IsGuessAt(TargetRules target) => CountOf(target) is { IsWhole: false };

    /// <summary>How the input at a target was bounded.</summary>
    public InputBasis BasisAt(TargetRules target) =>
        !reads ? InputBasis.None
        : IsUnknownAt(target) ? InputBasis.Context
        : CountOf(target) is not null ? InputBasis.Counted
        : InputBasis.Bytes;

    /// <summary>Output tokens at most, at a target.</summary>
    public long OutputAt(TargetRules target)
    {
        if (!generates)
            return 0;
        var most = target.Facts?.MaxOutputTokens ?? target.Facts?.ContextTokens ?? UnknownOutput;
        return choices * (maxOutput is > 0 ? maxOutput.Value : most);
    }

    /// <summary>What a target costs at worst; null where no price is known.</summary>
    public decimal? CostAt(TargetRules target, int organization, long utcTicks) =>
        CostAt(target, InputAt(target), organization, utcTicks);

    /// <summary>
    /// What a target costs at worst with so much input and so many calls of its tools; null where no price is known.
    /// </summary>
    public decimal? CostAt(
        TargetRules target, long input, int organization, long utcTicks, in ToolBound calls = default) =>
        target.Prices is not { } prices ? null : WorstCase.Of(
            prices.Of(organization).At(utcTicks), input, OutputAt(target), utcTicks, prices.Batch, calls);

    /// <summary>What the target itself runs for the request.</summary>
    /// <remarks>
    /// A translation leaves such tools out, but for those that Gemini and Model Studio have too; how often they may be
    /// used, these are not told.
    /// </remarks>
    public ProviderTools ToolsAt(TargetRules target)
    {
        if (!tools.Any || target.DoorFor(request.Operation.ToPolicy(), request.Dialect) is not { } door)
            return default;
        if (door.Dialect == request.Dialect)
            return tools;
        return door.Dialect is Dialect.GeminiGenerateContent or Dialect.DashScopeNative
            ? new ProviderTools(true, null, null) : default;
    }

    /// <summary>Input at most with so many calls of the target's tools: each goes on with all that was found.</summary>
    public static long InputWith(long calls, TargetRules target) => (calls + 1) * ContextOf(target);

    /// <summary>Counting the input may make it fit at a target: the fewest tokens it can be have room.</summary>
    public bool CanCount(TargetRules target, long room) =>
        reads && !IsUnknownAt(target) && target.Vocabulary is not null
        && TextRoom(target, room) - media.PictureBytes
            >= (bytes - media.PictureBytes) / (Vocabularies.LongestToken * LongestEscape)
        && (CountOf(target) is not { } known || (!known.IsWhole && known.Tokens <= TextRoom(target, room)));

    /// <summary>
    /// Counts the input by a target's vocabulary, if that may make it fit: at most once for each, unless it was given
    /// up for less room.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="room">Input for which there is room.</param>
    /// <returns>True when all of it was counted: the bound is known better than before.</returns>
    public ValueTask<bool> CountAsync(TargetRules target, long room)
    {
        if (!CanCount(target, room))
            return new(false);
        var (vocabulary, stopAbove) = (target.Vocabulary!.Value, TextRoom(target, room));
        return bytes <= LongCount && Vocabularies.IfLoaded(vocabulary) is { } counter
            ? new(Take(vocabulary, MostInput.Of(request.Body.Span, counter, stopAbove)))
            : CountElsewhereAsync(vocabulary, stopAbove);
    }

    private async ValueTask<bool> CountElsewhereAsync(Vocabulary vocabulary, long stopAbove) => Take(
        vocabulary,
        await Task.Run(() => MostInput.Of(request.Body.Span, Vocabularies.Of(vocabulary), stopAbove)));

    private bool Take(Vocabulary vocabulary, InputCount count)
    {
        (counts ??= [])[vocabulary] = count;
        return count.IsWhole;
    }

    private InputCount? CountOf(TargetRules target) =>
        counts is not null && target.Vocabulary is { } vocabulary && counts.TryGetValue(vocabulary, out var count)
            ? count : null;

    private static long ContextOf(TargetRules target) => target.Facts?.ContextTokens ?? UnknownContext;

    private static long MostKnown(TargetRules target) => target.Facts?.ContextTokens ?? long.MaxValue;

    /// <summary>Nobody knows how much of the input is not text.</summary>
    private bool IsUnknownAt(TargetRules target) =>
        media.Refers || (media.Pictures > 0 && target.PictureTokens is null);

    /// <summary>What pictures take at most, beyond the bytes that encode them.</summary>
    private long PicturesAt(TargetRules target) =>
        ((long)media.Pictures * (target.PictureTokens ?? 0)) - media.PictureBytes;

    // Text is counted with what encodes pictures, byte for byte.
    private long TextRoom(TargetRules target, long room) => Math.Min(room, MostKnown(target)) - PicturesAt(target);
}
