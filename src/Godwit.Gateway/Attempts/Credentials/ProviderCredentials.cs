using Godwit.Gateway.Attempts.Limits;
using Godwit.Gateway.State;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>
/// The credentials of providers on the way of a request: which one it takes, what becomes of one that fails, and
/// whether the request goes on with another one of the same provider.
/// </summary>
internal sealed partial class ProviderCredentials(
    CredentialRotation rotation, CredentialSigning signing, TokenCache tokens, ProviderLimits limits,
    TimeProvider time, ILogger<ProviderCredentials> logger)
{
    // A refused key or an empty account is mended by people: they are given minutes, and the provider peace.
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(30);

    // A rate limit mends itself.
    private static readonly TimeSpan FirstLimitRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLimitRest = TimeSpan.FromMinutes(1);

    // Whatever a provider asks: a credential is tried again within the hour.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>
    /// Takes a credential for an attempt: one that has enough left of the provider's limits, as far as its answers
    /// told.
    /// </summary>
    /// <returns>Why the target is passed over, for none has; null else, and when none can be used at all.</returns>
    public AttemptFailure? Take(GatewayRequest request, TargetRules target)
    {
        var (turn, provider, now) = (request.Credential, target.Provider, time.GetUtcNow());
        turn.Begin(target, now);
        if (provider.Credentials.IsEmpty)
            return TakeOf(request, target, 0, now) is null ? null : HoldBack(turn, target, now);
        if (turn is { Renewed: true, Current: { } again })
        {
            limits.Count(request, target, provider.Credentials.IndexOf(again), now);
            turn.IsTaken = true;
            return null;
        }

        var pick = PickOf(turn, provider);
        var held = 0UL;
        while (true)
        {
            var next = rotation.Next(provider, turn.Tried, now, pick with { Except = pick.Except | held });
            if (next is null && held == 0)
                next = rotation.Next(provider, 0, now, pick);
            // Nobody is asked who was refused, only because nothing is left for those who are well.
            if (next is not { } index || (held != 0 && rotation.RingOf(provider).StateOf(index).RestsAt(now)))
                return held == 0 ? null : HoldBack(turn, target, now);
            if (TakeOf(request, target, index, now) is null)
            {
                turn.Take(index, rotation.RingOf(provider).AccountOf(index));
                return null;
            }

            held |= 1UL << index;
        }
    }

    /// <summary>
    /// Puts the credential that was taken for the attempt on the message. Where none was, what is asked has nothing to
    /// do with the limits of a model, and the next one is taken.
    /// </summary>
    /// <param name="message">Where it is put.</param>
    /// <param name="turn">What the request knows of the target's credentials.</param>
    /// <param name="target">Whom the message is for.</param>
    /// <param name="door">Where it goes.</param>
    /// <param name="operation">What is asked.</param>
    /// <param name="cancellation">Ends the making of a token.</param>
    /// <exception cref="CredentialException">It cannot be used; the failure is reported as any other.</exception>
    public ValueTask ApplyAsync(
        HttpRequestMessage message, CredentialTurn turn, TargetRules target, DoorRules door,
        Operation operation, CancellationToken cancellation)
    {
        var provider = target.Provider;
        var taken = turn.IsTaken;
        turn.IsTaken = false;
        if (!taken)
            turn.Begin(target, time.GetUtcNow());
        if (provider.Credentials.IsEmpty)
            return ValueTask.CompletedTask;
        var credential = (taken || turn.Renewed) && turn.Current is { } known ? known : TakeAny(turn, provider);
        return signing.ApplyAsync(message, credential, turn, door.Auth, operation, cancellation);
    }

    /// <summary>Learns what an answer tells of the provider's limits.</summary>
    public void Learn(CredentialTurn turn, TargetRules target, HttpResponseMessage response) =>
        ProviderLimits.Learn(turn.Limits, target.Provider, response.Headers, time);

    private ProviderCredential TakeAny(CredentialTurn turn, ProviderRules provider)
    {
        var (pick, now, ring) = (PickOf(turn, provider), turn.StartedAt, rotation.RingOf(provider));
        var index = rotation.Next(provider, turn.Tried, now, pick) ?? rotation.Next(provider, 0, now, pick)
            ?? throw CredentialException.OfAccount(ring.RestedAt(pick.Except));
        return turn.Take(index, ring.AccountOf(index));
    }

    private LimitHold? TakeOf(GatewayRequest request, TargetRules target, int index, DateTimeOffset now)
    {
        var turn = request.Credential;
        var hold = limits.Take(request, target, index, now);
        turn.IsTaken = hold is null;
        if (hold is { Until: var until })
            turn.HeldUntil = turn.HeldUntil == 0 ? until : Math.Min(turn.HeldUntil, until);
        return hold;
    }

    private static AttemptFailure HoldBack(CredentialTurn turn, TargetRules target, DateTimeOffset now) =>
        AttemptFailure.HeldBack(target, TimeSpan.FromTicks(turn.HeldUntil - now.UtcTicks));

    /// <summary>
    /// With what is held by one account, its credentials only. Where the account is not known, as with ids of earlier
    /// versions, the first, as ever.
    /// </summary>
    private CredentialPick PickOf(CredentialTurn turn, ProviderRules provider) => turn switch
    {
        _ when provider.OneAccount => default,
        // What another provider made is no matter here.
        { Held: { } held } when held.Provider != provider.Name => new CredentialPick(Conversation: turn.Conversation),
        { Held: { Account: { Length: > 0 } account } } => new CredentialPick(
            rotation.RingOf(provider).Others(account), turn.Conversation, OneAccount: true),
        { Held: not null } or { Keeps: true } => new CredentialPick(InOrder: true),
        { Wanted: { } account } when rotation.RingOf(provider) is var ring && ring.Has(account) =>
            new CredentialPick(ring.Others(account), turn.Conversation),
        _ => new CredentialPick(Conversation: turn.Conversation),
    };

    /// <summary>True when an account can be asked: a credential of its is configured, or any will do.</summary>
    public bool Reaches(ProviderRules provider, string account) =>
        account.Length == 0 || provider.OneAccount || rotation.RingOf(provider).Has(account);

    /// <summary>An answer came: nothing is held against the credential any more.</summary>
    public void Succeed(CredentialTurn turn, TargetRules target)
    {
        if (turn.Current is { } credential && target.Provider.Credentials.Length > 1)
            rotation.StateOf(target.Provider, credential).Succeed(turn.StartedAt);
        turn.Succeed();
    }

    /// <summary>Notes what a failure says of the credential.</summary>
    /// <returns>True when the same target is worth another attempt with another credential, or a new token.</returns>
    public bool Fail(CredentialTurn turn, TargetRules target, AttemptFailure failure)
    {
        if (!failure.IsProviders || failure.IsHeldBack || !turn.IsWith(target))
            return false;
        if (failure is { Class: FailureClass.RateLimit, RetryAfter: { } wait })
            turn.Limits.State?.Wait(wait, time.GetUtcNow().UtcTicks);
        if (turn.Current is not { } credential)
            return false;
        if (failure.Class == FailureClass.Auth && turn is { Token: { } token, Renewed: false })
        {
            // It may have been revoked, or the provider's clock be ahead: one new token, once.
            tokens.Drop(credential, token);
            turn.RenewToken();
            return true;
        }

        if (failure.Class is not (FailureClass.Auth or FailureClass.Quota or FailureClass.Balance
            or FailureClass.RateLimit) || target.Provider.Credentials.Length < 2)
            return false;
        var now = time.GetUtcNow();
        var rest = rotation.StateOf(target.Provider, credential).Fail(
            turn.StartedAt, now, failures => Rest(failure, failures));
        if (rest is not null)
            Log.Rests(logger, target.Provider.Name, credential.Name, rest.Until, failure.Class, failure.Status);
        return rotation.Next(target.Provider, turn.Tried, now, PickOf(turn, target.Provider)) is not null;
    }

    /// <summary>
    /// What the client is told of a failure: when the account that holds what it needs is refused or used up, that no
    /// other one has it.
    /// </summary>
    public AttemptFailure Explain(GatewayRequest request, TargetRules target, AttemptFailure failure)
    {
        var turn = request.Credential;
        if (turn is not { Held: { Account.Length: > 0 } held, Current: not null } || target.Provider.OneAccount
            || held.Provider != target.Provider.Name
            || failure.Class is not (FailureClass.Auth or FailureClass.Quota or FailureClass.Balance))
            return failure;
        var ring = rotation.RingOf(target.Provider);
        return failure.With(StateRefusals.Unavailable(
            request, held, ring.RestedAt(ring.Others(held.Account)), time.GetUtcNow()));
    }

    /// <summary>Notes that a credential could not be used at all.</summary>
    public AttemptFailure Unusable(
        GatewayRequest request, CredentialTurn turn, TargetRules target, CredentialException problem)
    {
        if (problem.IsOfAccount)
        {
            return AttemptFailure.WithoutAccount(problem.Until is { } until
                ? StateRefusals.Unavailable(request, turn.Held!, until, time.GetUtcNow())
                : StateRefusals.Elsewhere(request, turn.Held!));
        }

        var credential = turn.Current!;
        Log.Unusable(
            logger, target.Provider.Name, credential.Name, CredentialHiding.Hide(problem.Message, credential));
        return AttemptFailure.WithoutCredential(target);
    }

    private static TimeSpan Rest(AttemptFailure failure, int failures)
    {
        var (first, longest) = failure.Class == FailureClass.RateLimit
            ? (FirstLimitRest, LongestLimitRest)
            : (FirstRest, LongestRest);
        var doubled = first * Math.Pow(2, Math.Min(failures - 1, 20));
        var own = doubled < longest ? doubled : longest;
        if (failure.RetryAfter is not { } asked)
            return own;
        asked = asked < LongestAsked ? asked : LongestAsked;
        // A rate limit lasts as long as the provider says; a refused credential at least as long as seems wise.
        return failure.Class == FailureClass.RateLimit || asked > own ? asked : own;
    }

    private static partial class Log
    {
        [LoggerMessage(
            2004, LogLevel.Warning,
            "Provider {Provider}: credential {Credential} rests until {Until:u} after {Class} (status {Status}).")]
        public static partial void Rests(
            ILogger logger, string provider, string credential, DateTimeOffset until, FailureClass @class, int status);

        [LoggerMessage(
            2005, LogLevel.Warning, "Provider {Provider}: credential {Credential} cannot be used: {Problem}.")]
        public static partial void Unusable(ILogger logger, string provider, string credential, string problem);
    }
}
