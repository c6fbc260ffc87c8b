using System.Globalization;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;
using Godwit.Providers.GenAI;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// An attempt of which nothing has reached the client: why, and what to tell it if no other target answers.
/// </summary>
internal sealed class AttemptFailure
{
    /// <summary>The client went away meanwhile.</summary>
    public bool ClientGone { get; init; }

    /// <summary>A policy that excludes the caller began to hold meanwhile: it has to be decided anew.</summary>
    public TerritoryCut? Cut { get; private init; }

    /// <summary>Nothing was sent: the provider would have refused, by what its answers told of its limits.</summary>
    public bool IsHeldBack { get; private init; }

    /// <summary>True when it is the provider that failed.</summary>
    public bool IsProviders => !ClientGone && Cut is null;

    /// <summary>What Godwit says itself; null when the provider's own answer is to be passed on.</summary>
    public Refusal? Refusal { get; private init; }

    public FailureClass Class { get; private init; }

    /// <summary>HTTP status the provider gave; 0 when none came.</summary>
    public int Status { get; private init; }

    /// <summary>The failure as the provider told it; null when it told nothing.</summary>
    private ProviderFailure? Told { get; init; }

    private ReadOnlyMemory<byte> Body { get; init; }

    private string? ContentType { get; init; }

    /// <summary>How long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static AttemptFailure Gone { get; } = new() { ClientGone = true, Refusal = Refusals.ClientGone };

    public static AttemptFailure CutBy(TerritoryCut cut) => new() { Cut = cut };

    public static AttemptFailure Unreachable(TargetRules target, string proxyStatus) => new()
    {
        Class = FailureClass.Connection, Refusal = Refusals.ProviderUnreachable(target.Provider.Name, proxyStatus),
    };

    public static AttemptFailure TimedOut(TargetRules target) => new()
    {
        Class = FailureClass.Timeout, Refusal = Refusals.ProviderTimeout(target.Provider.Name),
    };

    /// <summary>Nothing was sent: the credential could not be signed with, or no token was given out for it.</summary>
    public static AttemptFailure WithoutCredential(TargetRules target) => new()
    {
        Class = FailureClass.Auth, Refusal = Refusals.ProviderCredentialUnusable(target.Provider.Name),
    };

    /// <summary>Nothing was sent: nothing is left of the provider's limits for a while.</summary>
    public static AttemptFailure HeldBack(TargetRules target, TimeSpan wait) => new()
    {
        IsHeldBack = true, Class = FailureClass.RateLimit,
        Refusal = Refusals.ProviderRateLimited(target.Provider.Name, wait),
    };

    /// <summary>Nothing was sent: the one account that will do can't be used.</summary>
    public static AttemptFailure WithoutAccount(Refusal refusal) => new()
    {
        Class = FailureClass.BadRequest, Refusal = refusal,
    };

    /// <summary>Nothing was sent: a limit of the target has no room; another target may.</summary>
    public static AttemptFailure NoRoom(Refusal refusal) => new()
    {
        IsHeldBack = true, Class = FailureClass.RateLimit, Refusal = refusal,
    };

    /// <summary>What ended a send without an answer: no connection, the client, a policy, or the time.</summary>
    public static AttemptFailure Of(Exception e, TargetRules target, AttemptLifetime lifetime) => e switch
    {
        HttpRequestException sent => Unreachable(target, ErrorAnswer.ProxyStatus(sent)),
        IOException => Unreachable(target, "connection_terminated"),
        _ when lifetime.ClientGone => Gone,
        _ when lifetime.Cut is { } reached => CutBy(reached),
        _ => TimedOut(target),
    };

    /// <summary>The request can't be read as far as a translation needs; no other target could do better.</summary>
    public static AttemptFailure Unreadable(Refusal refusal) =>
        new() { Class = FailureClass.BadRequest, Refusal = refusal };

    /// <summary>The target can't express the request whole, and the route is strict; another one may.</summary>
    public static AttemptFailure WouldLose(TargetRules target, Loss loss) =>
        new() { Refusal = Refusals.TranslationWouldLose(target.Name, loss) };

    /// <summary>No door of the target offers this to a client of this dialect; another target may.</summary>
    public static AttemptFailure NotOffered(GatewayRequest request, Operation operation) =>
        new() { Refusal = Refusals.OperationNotOffered(request.RequestModel!, operation.ToString()) };

    /// <summary>An error answer that was read whole.</summary>
    public static AttemptFailure Answered(
        TargetRules target, ProviderFailure failure, int status, ReadOnlyMemory<byte> body, string? type) => new()
    {
        Class = failure.Class,
        Status = status,
        Told = failure,
        Body = body,
        ContentType = type,
        RetryAfter = failure.RetryAfter,
        Refusal = failure.Class switch
        {
            _ when status < 400 => Refusals.ProviderRedirected(target.Provider.Name),
            // It may quote the credential, and is nothing the client could mend.
            FailureClass.Auth => Refusals.ProviderCredential(target.Provider.Name),
            _ => null,
        },
    };

    /// <summary>The same failure with an answer of Godwit's own.</summary>
    public AttemptFailure With(Refusal refusal) => new() { Class = Class, Status = Status, Refusal = refusal };

    /// <summary>HTTP status for the client.</summary>
    public int StatusFor(GatewayRequest request) =>
        TranslatedFor(request) is { } told ? TranslatedError.StatusOf(told, request.Dialect) : Status;

    /// <summary>The failure when it has to be told in another dialect than the provider's; else null.</summary>
    private ProviderFailure? TranslatedFor(GatewayRequest request) =>
        request.Door!.Dialect == request.Dialect ? null : Told;

    /// <summary>Passes the provider's own error on, in the client's dialect.</summary>
    public async ValueTask WriteAsync(GatewayRequest request)
    {
        var response = request.Http.Response;
        response.StatusCode = StatusFor(request);
        if (TranslatedFor(request) is { } told)
        {
            WriteHead(request, "application/json");
            TranslatedError.Write(request, told);
            await response.BodyWriter.FlushAsync();
            return;
        }

        response.ContentLength = Body.Length;
        WriteHead(request, ContentType ?? "application/json");
        await response.BodyWriter.WriteAsync(Body);
    }

    private void WriteHead(GatewayRequest request, string contentType)
    {
        var response = request.Http.Response;
        response.ContentType = contentType;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        AnswerHeaders.Write(request);
    }
}
