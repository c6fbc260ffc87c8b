using System.Threading.Channels;
using Godwit.Control.Budgets;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Publishing;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Notices.Delivery;

/// <summary>Composes the messages of each stage when it opens, and sends them when they are due.</summary>
internal sealed partial class NoticeWorker(
    NoticeCampaigns campaigns, NoticeComposer composer, NoticeOutbox outbox, NoticeDelivery delivery,
    BudgetReader budgets, ControlStartup startup, TimeProvider time, ILogger<NoticeWorker> logger) : ControlWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // One that is asked for already is enough.
    private readonly Channel<bool> wishes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Begins the next round now.</summary>
    public void Wake() => wishes.Writer.TryWrite(true);

    /// <summary>One round: what has changed is withdrawn, what opens is composed, what is due is sent.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        // Without a configuration that holds, nothing is known to be outdated, and nothing to be right.
        if (await campaigns.ReadAsync(cancellation) is not { } current)
            return;
        await WithdrawAsync(current, cancellation);
        foreach (var campaign in current)
        {
            if (campaign.OpenAt(time.GetUtcNow()) is { } stage
                && await outbox.ComposedAtAsync(campaign.KeyOf(stage), cancellation) is null)
                await ComposeSafelyAsync(campaign, stage, cancellation);
        }

        await delivery.RunAsync(current, await budgets.ReadAsync(cancellation), cancellation);
    }

    /// <summary>Puts the messages of a stage into the outbox.</summary>
    /// <param name="campaign">The policy and its plan.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="again">Adds those that are missing from a stage that was composed before.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task ComposeAsync(
        NoticeCampaign campaign, NoticeStage stage, bool again, CancellationToken cancellation)
    {
        var drafts = await composer.DraftAsync(campaign, stage, null, cancellation);
        var now = time.GetUtcNow();
        var rows = drafts
            .SelectMany(draft => NoticeComposer.Messages(campaign, stage, draft, campaign.DueAt(stage, now))).ToList();
        var key = campaign.KeyOf(stage);
        if (await outbox.ComposeAsync(key, rows, now, again, cancellation))
            Log.Composed(logger, key.Policy, key.PolicyVersion, key.Stage, drafts.Count, rows.Count);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            var wish = wishes.Reader.ReadAsync(stoppingToken).AsTask();
            while (true)
            {
                await RunSafelyAsync(stoppingToken);
                var next = await Task.WhenAny(Task.Delay(Interval, time, stoppingToken), wish);
                // Awaited again for its exception: the process is asked to stop.
                await next;
                if (wish.IsCompleted)
                    wish = wishes.Reader.ReadAsync(stoppingToken).AsTask();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is due waits in the outbox for the next start.
        }
    }

    private async Task RunSafelyAsync(CancellationToken cancellation)
    {
        try
        {
            await startup.OpenAsync(cancellation);
            await RunOnceAsync(cancellation);
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e) && !cancellation.IsCancellationRequested)
        {
            Log.Waiting(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault here must not end the process that serves requests.
            Log.Faulted(logger, e);
        }
    }

    // A text of one plan that cannot be made holds up nobody else's.
    private async Task ComposeSafelyAsync(
        NoticeCampaign campaign, NoticeStage stage, CancellationToken cancellation)
    {
        try
        {
            await ComposeAsync(campaign, stage, again: false, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException && !StoreFailures.IsStoreAway(e))
        {
            Log.NotComposed(logger, campaign.Policy.Name, stage.Name, e);
        }
    }

    private async Task WithdrawAsync(IReadOnlyList<NoticeCampaign> current, CancellationToken cancellation)
    {
        foreach (var policy in (await outbox.WaitingAsync(cancellation)).Select(row => row.Policy).Distinct())
        {
            // A budget that is edited has been reached all the same.
            if (BudgetAlertKeys.BudgetOf(policy) is not null)
                continue;
            var version = current.FirstOrDefault(campaign => campaign.Policy.Name == policy)?.Policy.Version;
            await outbox.WithdrawAsync(policy, version, time.GetUtcNow(), cancellation);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3042, LogLevel.Information,
            "Policy {Policy}@{Version}, stage {Stage}: {Organizations} organizations are concerned, {Messages} "
                + "messages lie ready")]
        public static partial void Composed(
            ILogger logger, string policy, long version, string stage, int organizations, int messages);

        [LoggerMessage(3043, LogLevel.Warning, "Notices wait for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(3045, LogLevel.Error,
            "The messages of policy {Policy}, stage {Stage}, could not be made; it is tried again")]
        public static partial void NotComposed(ILogger logger, string policy, string stage, Exception exception);

        [LoggerMessage(3044, LogLevel.Error, "A round of notices failed and is tried again")]
        public static partial void Faulted(ILogger logger, Exception exception);
    }
}
