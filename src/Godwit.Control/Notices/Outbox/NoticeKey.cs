using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Control.Notices.Outbox;

/// <summary>A stage of one version of a policy.</summary>
internal sealed record StageKey(string Policy, long PolicyVersion, string Stage);

/// <summary>What there is exactly one message for.</summary>
/// <param name="Stage">The policy, its version and the stage.</param>
/// <param name="Organization">Who is told.</param>
/// <param name="Channel">The way out: <see cref="Mail"/>, or that of a webhook.</param>
internal sealed record NoticeKey(StageKey Stage, string Organization, string Channel)
{
    public const string Mail = "mail";

    private const string WebhookPrefix = "webhook:";

    public static string WebhookChannel(string name) => WebhookPrefix + name;

    /// <summary>Name of the webhook behind a channel; null for mail.</summary>
    public static string? WebhookOf(string channel) =>
        channel.StartsWith(WebhookPrefix, StringComparison.Ordinal) ? channel[WebhookPrefix.Length..] : null;

    /// <summary>
    /// The message's id, 32 hex digits. It follows from the key alone, so that a receiver recognises a message that
    /// comes twice, even after the store was lost.
    /// </summary>
    public string Id()
    {
        var version = Stage.PolicyVersion.ToString(CultureInfo.InvariantCulture);
        string[] parts = [Stage.Policy, version, Stage.Stage, Organization, Channel];
        // Each part with its length before it: no two keys make one text.
        var text = string.Concat(parts.Select(
            part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
