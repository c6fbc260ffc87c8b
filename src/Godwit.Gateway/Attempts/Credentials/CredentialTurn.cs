using Godwit.Gateway.Attempts.Limits;
using Godwit.Gateway.State;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>
/// What one request knows of the credentials of its target: those it tried, the one it uses. One per connection.
/// </summary>
internal sealed class CredentialTurn
{
    private TargetRules? target;

    /// <summary>A bit for each credential of the target that was tried.</summary>
    public ulong Tried { get; private set; }

    /// <summary>The credential of the attempt under way; null when none is sent.</summary>
    public ProviderCredential? Current { get; private set; }

    /// <summary>The account that credential belongs to; empty where the provider has only one.</summary>
    public string Account { get; private set; } = "";

    /// <summary>What the request needs that only one account has; null when any will do.</summary>
    public HeldState? Held { get; set; }

    /// <summary>The account that pays for the attempt if it is used; null when any will do.</summary>
    public string? Wanted { get; set; }

    /// <summary>Something new is to be kept: the first credential is preferred, so that things lie together.</summary>
    public bool Keeps { get; set; }

    /// <summary>What tells the request's conversation from others; zero when that is not known.</summary>
    public uint Conversation { get; set; }

    /// <summary>When the attempt under way began.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>The token that was sent, with schemes that have one.</summary>
    public SignedToken? Token { get; set; }

    /// <summary>Where the provider has several: the place of the one in use, from 1.</summary>
    public int? Ordinal => target?.Provider.Credentials.Length > 1 ? Current?.Ordinal : null;

    /// <summary>The limits that the attempt under way counts against.</summary>
    public LimitTurn Limits { get; set; }

    /// <summary>A credential was taken for an attempt that is not sent yet.</summary>
    public bool IsTaken { get; set; }

    /// <summary>
    /// When the first of the targets that were passed over for their limits has something left; zero: none was.
    /// </summary>
    public long HeldUntil { get; set; }

    /// <summary>The token was refused and a new one is asked for: the same credential is tried once more.</summary>
    public bool Renewed { get; private set; }

    /// <summary>
    /// True when the attempt under way is with this target, and not one that ended before it was sent.
    /// </summary>
    public bool IsWith(TargetRules other) => target == other;

    /// <summary>Begins an attempt with a target: with another one than before, nothing is tried yet.</summary>
    public void Begin(TargetRules next, DateTimeOffset now)
    {
        if (target != next)
        {
            target = next;
            Tried = 0;
            Current = null;
            Account = "";
            Renewed = false;
        }

        Token = null;
        Limits = default;
        IsTaken = false;
        StartedAt = now;
    }

    /// <summary>Takes one of the target's credentials.</summary>
    public ProviderCredential Take(int index, string account)
    {
        Account = account;
        Tried |= 1UL << index;
        Renewed = false;
        return Current = target!.Provider.Credentials[index];
    }

    public void RenewToken() => Renewed = true;

    /// <summary>The attempt went well: another one of the same request may take the same credential.</summary>
    public void Succeed() => Tried = 0;

    /// <summary>Puts stars for the credential in what a provider answered.</summary>
    public void Hide(Span<byte> answer)
    {
        if (Current is { } credential)
            CredentialHiding.Hide(answer, credential, Token);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        target = null;
        Tried = 0;
        Current = null;
        Account = "";
        Held = null;
        Keeps = false;
        Wanted = null;
        Conversation = 0;
        Token = null;
        Limits = default;
        IsTaken = false;
        HeldUntil = 0;
        Renewed = false;
    }
}
