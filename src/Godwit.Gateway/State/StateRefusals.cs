using System.Globalization;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Kept;
using Godwit.Gateway.ResponseState;
using Godwit.Policy.Catalog;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.State;

/// <summary>
/// What to say when the holder of what a request needs can't be asked: what is lost, and what to do instead.
/// </summary>
internal static class StateRefusals
{
    private const string WithoutReasoning = "Send the conversation without its items of the type 'reasoning'.";

    /// <summary>The holder may not serve the caller.</summary>
    public static Refusal OutOfReach(GatewayRequest request, HeldState held, in TerritoryDecision decision)
    {
        var message = TerritoryMessage.OfHolder(request, What(request, held), held.Provider, decision)
            + held.Kind switch
            {
                HeldKind.Conversation =>
                    $". It is lost to this caller. {ResponseRefusals.SendAll} {Instead(request, held)}",
                HeldKind.Reasoning => $". It can't be read from here. {WithoutReasoning} {Instead(request, held)}",
                HeldKind.Response => ". It can't be asked about from here.",
                HeldKind.Files => ". They can't be used from here; other models of the route can't read them.",
                _ => ". What it keeps stays there, and can't be used from here.",
            };
        var refusal = Refusals.TerritoryNotServed(message, decision.Policy?.LegalDemand);
        return held.Kind is HeldKind.Conversation or HeldKind.Response or HeldKind.Reasoning
            ? refusal with { Code = "response_state_out_of_reach", Param = held.Param } : refusal;
    }

    /// <summary>The holder is not among the providers, or accounts, that serve the request.</summary>
    public static Refusal Elsewhere(GatewayRequest request, HeldState held) => held.Kind switch
    {
        HeldKind.Conversation => Refusals.BadRequest(
            "response_state_lost",
            $"The conversation lies with {Holder(held)}, which does not serve '{request.RequestModel}' any more. "
            + ResponseRefusals.SendAll,
            held.Param),
        HeldKind.Reasoning => Refusals.BadRequest(
            "response_state_lost",
            $"The reasoning was made by {Holder(held)}, which does not serve '{request.RequestModel}' any more. "
            + WithoutReasoning,
            held.Param),
        HeldKind.Response => Refusals.BadRequest(
            "response_state_lost",
            $"The response lies with {Holder(held)}, which is not configured here any more.", held.Param),
        HeldKind.Files => KeptRefusals.KeptElsewhere(request.RequestModel!, Holder(held)),
        _ => KeptRefusals.KeeperGone(Capital(request.Kept!.Named), Holder(held)),
    };

    /// <summary>The account that has it has no credential that can be used now; no other account has it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="held">What it needs.</param>
    /// <param name="until">When a credential of the account is tried again; null when it is not known.</param>
    /// <param name="now">The time.</param>
    public static Refusal Unavailable(
        GatewayRequest request, HeldState held, DateTimeOffset? until, DateTimeOffset now) => new()
    {
        Status = 503,
        Code = "holder_unavailable",
        Type = "server_error",
        Param = held.Param,
        ProxyStatus = "destination_unavailable",
        RetryAfterSeconds = until is { } at ? (int)Math.Ceiling(Math.Max(1, (at - now).TotalSeconds)) : null,
        Message = $"{Capital(What(request, held))} with {Holder(held)}, whose credential was refused, is used up or "
            + "rests; no other account has it. "
            + (until is { } again
                ? $"It is tried again at {again.ToString("u", CultureInfo.InvariantCulture)}. " : "")
            + held.Kind switch
            {
                HeldKind.Conversation => "Until then it is out of reach. " + ResponseRefusals.SendAll,
                HeldKind.Reasoning => WithoutReasoning,
                HeldKind.Files => "Until then they are out of reach; uploaded again, they go to another account.",
                _ => "Until then it is out of reach.",
            },
    };

    private static string What(GatewayRequest request, HeldState held) => held.Kind switch
    {
        HeldKind.Conversation => "the conversation is",
        HeldKind.Reasoning => "the encrypted reasoning of this request is",
        HeldKind.Response => "the response is",
        HeldKind.Files => "the files of this request are",
        _ => request.Kept!.Named + " is",
    };

    private static string Holder(HeldState held) => held.Account.Length > 0
        ? $"one account of the provider {held.Provider}" : $"the provider {held.Provider}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Instead(GatewayRequest request, HeldState held)
    {
        var holder = request.Snapshot.Providers.FirstOrDefault(one => one.Name == held.Provider);
        return TerritoryMessage.Instead(TerritoryMessage.Alternatives(request, holder, Operation.Chat));
    }
}
