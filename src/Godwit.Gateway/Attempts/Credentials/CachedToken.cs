using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>
/// The token of one credential: kept, renewed before it expires while it still serves, and asked for once however many
/// wait for it.
/// </summary>
internal sealed partial class CachedToken(
    ProviderCredential credential, ITokenSource source, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    // A source that fails is not asked again for each request.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Longer than any answer takes; nobody waits for a source that has fallen silent.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private volatile Kept? kept;
    private Task<SignedToken>? pending;
    private CredentialException? failure;
    private DateTimeOffset failedAt;

    public ValueTask<SignedToken> GetAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var known = kept;
        if (known is not null && now < known.RenewAt)
            return ValueTask.FromResult(known.Token);
        var renewal = Renew(now, out var refused);
        // The one at hand is still good: the next request has the new one.
        if (known is not null && now < known.Token.ExpiresAt)
            return ValueTask.FromResult(known.Token);
        return renewal is null
            ? ValueTask.FromException<SignedToken>(refused!)
            : new ValueTask<SignedToken>(renewal.WaitAsync(cancellation));
    }

    /// <summary>Lets go of a token that was refused.</summary>
    public void Drop(SignedToken token)
    {
        if (kept is { } known && known.Token == token)
            kept = null;
    }

    /// <summary>The renewal under way, begun if there is none; null while the source rests after a failure.</summary>
    private Task<SignedToken>? Renew(DateTimeOffset now, out CredentialException? refused)
    {
        lock (gate)
        {
            refused = null;
            if (pending is { IsCompleted: false })
                return pending;
            if (failure is not null && now - failedAt < Pause)
            {
                refused = failure;
                return null;
            }

            // Off the event loop of the socket: libraries compute and lock before they send.
            return pending = Task.Run(RenewAsync);
        }
    }

    private async Task<SignedToken> RenewAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            var now = time.GetUtcNow();
            var token = await source.GetAsync(credential, limit.Token);
            var margin = (token.ExpiresAt - now) / 7;
            kept = new Kept(token, token.ExpiresAt - (margin < LongestMargin ? margin : LongestMargin));
            lock (gate)
                failure = null;
            return token;
        }
        catch (OperationCanceledException)
        {
            throw Note(new CredentialException($"no token came within {Limit.TotalSeconds:0} seconds"));
        }
        catch (CredentialException e)
        {
            throw Note(e);
        }
        catch (Exception e)
        {
            // Whatever a library throws: its words could quote the credential, so only the kind is told.
            throw Note(new CredentialException($"no token: {e.GetType().Name}"));
        }
    }

    private CredentialException Note(CredentialException problem)
    {
        // Who waits for a token says so itself; here nobody does, and there is still time to mend it.
        if (kept is { } known)
            Log.NotRenewed(
                logger, credential.Name, known.Token.ExpiresAt, CredentialHiding.Hide(problem.Message, credential));
        lock (gate)
        {
            failure = problem;
            failedAt = time.GetUtcNow();
        }

        return problem;
    }

    private static partial class Log
    {
        [LoggerMessage(
            2006, LogLevel.Warning,
            "The token of credential {Credential}, which expires at {ExpiresAt:u}, could not be renewed: {Problem}.")]
        public static partial void NotRenewed(
            ILogger logger, string credential, DateTimeOffset expiresAt, string problem);
    }

    private sealed record Kept(SignedToken Token, DateTimeOffset RenewAt);
}
