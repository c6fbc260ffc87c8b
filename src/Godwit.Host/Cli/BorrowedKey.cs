using Godwit.Control.Api;

namespace Godwit.Host.Cli;

/// <summary>An API key for one request: the user's own, or one that is made and revoked again.</summary>
internal sealed class BorrowedKey : IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly AdminClient? admin;
    private readonly string? made;

    private BorrowedKey(string text, string? made, AdminClient? admin)
    {
        Text = text;
        this.made = made;
        this.admin = admin;
    }

    public string Text { get; }

    /// <summary>The key given, else a new one by the admin API; null when there is neither.</summary>
    public static async Task<BorrowedKey?> TakeAsync(string? given, AdminClient? admin, CancellationToken cancellation)
    {
        if (given is { Length: > 0 })
            return new BorrowedKey(given, null, null);
        if (admin is null)
            return null;
        var request = new CreateKeyRequest
        {
            Name = $"chat-{Guid.CreateVersion7():n}"[..20],
            ExpiresAt = DateTimeOffset.UtcNow + Lifetime,
        };
        var key = await admin.CreateKeyAsync(request, cancellation);
        return new BorrowedKey(key.Key, key.Name, admin);
    }

    public async ValueTask DisposeAsync()
    {
        if (admin is not null && made is not null)
            await admin.RevokeKeyAsync(made, CancellationToken.None);
    }
}
