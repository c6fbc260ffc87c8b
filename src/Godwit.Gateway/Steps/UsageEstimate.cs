using Godwit.Gateway.ClientApi;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Tokens;

namespace Godwit.Gateway.Steps;

/// <summary>
/// Completes the usage of a request whose answer came, in whole or in part, without the provider's figures: what is
/// missing is estimated from the words, and marked. See docs/usage.md.
/// </summary>
internal static class UsageEstimate
{
    // A millisecond or two of counting, which few requests need.
    private const int LongCount = 16 * 1024;

    /// <summary>Fills in what is missing; what a provider told stays as it is, in a request that ended well.</summary>
    public static void Complete(GatewayRequest request)
    {
        if (request.Output is not { } output || request.UsageIsAnothers || !request.Operation.AsksModel())
            return;
        switch (request.Operation.ToPolicy())
        {
            case Operation.Embeddings:
                CompleteVectors(request);
                break;
            case Operation.Chat or Operation.TextCompletion when output.Tokens > 0:
                Complete(request, output);
                break;
        }
    }

    /// <summary>All that vectors take is input, also where a provider tells a total alone.</summary>
    private static void CompleteVectors(GatewayRequest request)
    {
        if (request.Usage.InputTokens is not null || !EndedWell(request))
            return;
        var total = request.Usage.TotalTokens;
        request.UsageEstimated = total is null;
        request.Usage = request.Usage with
        {
            InputTokens = total ?? InputOf(request), TotalTokens = null,
        };
    }

    private static void Complete(GatewayRequest request, OutputMeter output)
    {
        var usage = request.Usage;
        var told = (usage.InputTokens, usage.OutputTokens);
        if (usage.TotalTokens is { } total)
        {
            // Their sum is exact, and only where one ends and the other begins is not.
            var made = Math.Min(output.Tokens, total);
            usage = usage with { InputTokens = total - made, OutputTokens = made, TotalTokens = null };
        }

        // A figure that came on the way counts up to where it stood: Anthropic's start of a message has one.
        if (!EndedWell(request) && output.TokensSinceFigure > 0)
        {
            var before = told.OutputTokens ?? 0;
            usage = usage with
            {
                OutputTokens = Math.Max(before, Math.Min(before + output.TokensSinceFigure, MostOutput(request))),
            };
        }

        usage = usage with
        {
            InputTokens = usage.InputTokens ?? InputOf(request),
            OutputTokens = usage.OutputTokens ?? Math.Min(output.Tokens, MostOutput(request)),
        };
        request.Usage = usage;
        request.UsageEstimated = told != (usage.InputTokens, usage.OutputTokens);
    }

    /// <summary>
    /// By the model's vocabulary, where it is known and at hand: this is done on the thread that serves the sockets.
    /// </summary>
    private static long InputOf(GatewayRequest request)
    {
        var counter = request.Target?.Vocabulary is { } vocabulary && request.Body.Length <= LongCount
            ? Vocabularies.AtHand(vocabulary) : null;
        return RequestEstimate.OfRequest(request.Body.Span, counter);
    }

    // No answer is longer than was allowed, and more than that was not held for it.
    private static long MostOutput(GatewayRequest request) =>
        (request.Scan.MaxCompletionTokens ?? request.Scan.MaxTokens) is > 0 and <= int.MaxValue and var most
            ? Math.Max(1, request.Scan.N ?? 1) * most : long.MaxValue;

    private static bool EndedWell(GatewayRequest request) =>
        request.Ending == RequestEnding.Completed
        && request.Attempts is [.., { Failure: null, Status: < 300 }];
}
