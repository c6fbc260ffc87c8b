using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Serving;

/// <summary>Answers the faults that stand in for the whole answer.</summary>
internal static class Refusals
{
    public static readonly ProviderError InsideAnswer =
        new(ErrorReason.ServerError, "The simulated provider failed while it was answering.");

    private static readonly ProviderError Region =
        new(ErrorReason.RegionRefused, "Country, region, or territory not supported");

    public static async Task AnswerAsync(Exchange exchange, Fault fault, bool stream)
    {
        if (fault.Delay is { } delay)
        {
            await exchange.WaitAsync(delay);
        }

        switch (fault.Kind)
        {
            case FaultKind.Reset:
                ConnectionEnd.Reset(exchange.Http);
                break;
            case FaultKind.Silent:
                await StaySilentAsync(exchange, fault);
                break;
            case FaultKind.Redirect:
                exchange.Http.Response.StatusCode = 307;
                exchange.Http.Response.Headers.Location = "https://redirected.example.com" + exchange.Http.Request.Path;
                break;
            case FaultKind.ErrorIn200 when stream:
                await using (EventStream events = new(exchange, exchange.StreamsArray))
                {
                    await new StreamFaults(exchange, events).SendErrorAsync(inside: false);
                    await events.EndAsync();
                }

                break;
            case FaultKind.ErrorIn200:
                await exchange.AnswerAsync(
                    200, json => ErrorBodies.Write(json, exchange, InsideAnswer));
                break;
            default:
                await exchange.RefuseAsync(ErrorOf(fault.Kind), fault.RetryAfter);
                break;
        }
    }

    // With a delay of its own the silence ends, and the connection with it, without an answer.
    private static async Task StaySilentAsync(Exchange exchange, Fault fault)
    {
        if (fault.Delay is null)
        {
            await exchange.WaitAsync(Timeout.InfiniteTimeSpan);
        }

        exchange.Http.Abort();
    }

    /// <summary>The refusal that a fault stands for.</summary>
    public static ProviderError ErrorOf(FaultKind kind) => kind switch
    {
        FaultKind.RateLimit => new(ErrorReason.RateLimited, "The simulated rate limit is reached; try again later."),
        FaultKind.QuotaExhausted => new(ErrorReason.QuotaExhausted, "The simulated quota is used up."),
        FaultKind.Unavailable => new(ErrorReason.Unavailable, "The simulated provider is overloaded for now."),
        FaultKind.BadKey => new(ErrorReason.BadKey, "The simulated provider does not accept this API key."),
        FaultKind.RegionRefusal => Region,
        FaultKind.ContextLength => new(
            ErrorReason.ContextLength,
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 8193 tokens.",
            "messages"),
        FaultKind.ContentFilter => new(
            ErrorReason.ContentFiltered, "The simulated content filter refuses this prompt.", "prompt"),
        FaultKind.PrefillRefused => new(
            ErrorReason.InvalidRequest, "The last message must not be the assistant's: no prefill here.", "messages"),
        _ => new(ErrorReason.ServerError, "The simulated provider has an internal error."),
    };
}
