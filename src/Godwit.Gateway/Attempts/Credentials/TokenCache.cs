using System.Collections.Concurrent;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>The tokens of all credentials, kept over snapshots as long as the credential is the same.</summary>
internal sealed class TokenCache : IDisposable
{
    private readonly ConcurrentDictionary<string, CachedToken> tokens = new();
    private readonly SnapshotHolder snapshots;
    private readonly TokenSources sources;
    private readonly TimeProvider time;
    private readonly ILogger<TokenCache> logger;

    public TokenCache(
        SnapshotHolder snapshots, TokenSources sources, TimeProvider time, ILogger<TokenCache> logger)
    {
        this.snapshots = snapshots;
        this.sources = sources;
        this.time = time;
        this.logger = logger;
        snapshots.Published += Trim;
    }

    public ValueTask<SignedToken> GetAsync(ProviderCredential credential, CancellationToken cancellation) =>
        Of(credential).GetAsync(cancellation);

    /// <summary>Lets go of a token that a provider refused.</summary>
    public void Drop(ProviderCredential credential, SignedToken token) => Of(credential).Drop(token);

    public void Dispose() => snapshots.Published -= Trim;

    private CachedToken Of(ProviderCredential credential) => tokens.TryGetValue(credential.Identity, out var token)
        ? token
        : tokens.GetOrAdd(
            credential.Identity, _ => new CachedToken(credential, sources.Of(credential.Scheme), time, logger));

    private void Trim(GatewaySnapshot snapshot)
    {
        var wanted = snapshot.Providers.SelectMany(p => p.Credentials).Select(c => c.Identity).ToHashSet();
        foreach (var identity in tokens.Keys.Where(identity => !wanted.Contains(identity)))
            tokens.TryRemove(identity, out _);
    }
}
