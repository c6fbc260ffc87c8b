using System.Collections.Concurrent;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Tests.Notices.Delivery;

/// <summary>A way out that keeps what it is given, and fails as a test says.</summary>
internal sealed class RecordingChannel : INoticeChannel
{
    public ConcurrentQueue<NoticeRow> Sent { get; } = new();

    /// <summary>What the next attempts end with; without any, messages are sent.</summary>
    public ConcurrentQueue<Func<NoticeRow, DeliveryOutcome>> Next { get; } = new();

    public string? Obstacle => null;

    public bool Takes(string channel) => true;

    public Task<DeliveryOutcome> SendAsync(NoticeRow row, NoticePlanConfig plan, CancellationToken cancellation)
    {
        var outcome = Next.TryDequeue(out var next) ? next(row) : DeliveryOutcome.Sent;
        if (outcome.State == NoticeState.Sent)
            Sent.Enqueue(row);
        return Task.FromResult(outcome);
    }
}
