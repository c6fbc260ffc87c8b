using Godwit.Control.Notices.Outbox;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices.Delivery;

/// <summary>A way out for messages: mail, or webhooks.</summary>
internal interface INoticeChannel
{
    /// <summary>True when messages of this channel of the outbox go this way.</summary>
    bool Takes(string channel);

    /// <summary>Null when messages can go out this way; what is missing otherwise.</summary>
    string? Obstacle { get; }

    /// <summary>Hands a message over, once. What goes wrong is an outcome, and never an exception.</summary>
    Task<DeliveryOutcome> SendAsync(NoticeRow row, NoticePlanConfig plan, CancellationToken cancellation);
}

/// <summary>How an attempt to hand a message over ended.</summary>
/// <param name="State">Sent, bounced or failed for good, or pending to try again.</param>
/// <param name="Error">What went wrong; without secrets.</param>
internal sealed record DeliveryOutcome(NoticeState State, string? Error)
{
    public static DeliveryOutcome Sent { get; } = new(NoticeState.Sent, null);

    /// <summary>
    /// Takes leave of the other side. Done after the outcome was stored: whatever happens between the other side's yes
    /// and our record of it is the time in which a crash sends twice.
    /// </summary>
    public Func<Task>? Farewell { get; init; }

    public static DeliveryOutcome Retry(string error) => new(NoticeState.Pending, error);

    public static DeliveryOutcome Failed(string error) => new(NoticeState.Failed, error);

    public static DeliveryOutcome Bounced(string error) => new(NoticeState.Bounced, error);
}
