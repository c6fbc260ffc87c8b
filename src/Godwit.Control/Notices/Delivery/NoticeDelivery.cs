using Godwit.Control.Budgets;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Publishing;
using Godwit.Policy.Configuration;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Notices.Delivery;

/// <summary>Takes messages that are due out of the outbox and hands them over, one after another.</summary>
internal sealed partial class NoticeDelivery(
    NoticeOutbox outbox, IEnumerable<INoticeChannel> channels, NoticeBackoff backoff, TimeProvider time,
    ILogger<NoticeDelivery> logger)
{
    /// <summary>How long a node has a message for itself.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    // What is left of the lease is for storing the outcome, even when the store is away for a moment.
    private static readonly TimeSpan MostSending = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SettlePause = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<INoticeChannel> channels = [.. channels];

    /// <summary>What keeps mails from being sent by this node; null when nothing does.</summary>
    public string? MailObstacle => channels.First(channel => channel.Takes(NoticeKey.Mail)).Obstacle;

    /// <summary>Hands over everything that is due; returns how many messages were tried.</summary>
    public Task<int> RunAsync(IReadOnlyList<NoticeCampaign> campaigns, CancellationToken cancellation) =>
        RunAsync(campaigns, null, cancellation);

    /// <summary>Hands over everything that is due, of policies and of budgets.</summary>
    public async Task<int> RunAsync(
        IReadOnlyList<NoticeCampaign> campaigns, BudgetSet? budgets, CancellationToken cancellation)
    {
        await outbox.WithdrawOvertakenAsync(time.GetUtcNow(), cancellation);
        var mail = MailObstacle is null;
        for (var tried = 0; ; tried++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await outbox.ClaimAsync(mail, time.GetUtcNow(), Lease, cancellation) is not { } row)
                return tried;
            // From here on the process is not asked to stop: half a conversation would leave open whether it was sent.
            await DeliverAsync(row, PlanOf(row, campaigns, budgets));
        }
    }

    private async Task DeliverAsync(NoticeRow row, NoticePlanConfig? plan)
    {
        var taken = time.GetUtcNow();
        var outcome = await TryAsync(row, plan);
        if (outcome.State == NoticeState.Pending && row.Tries >= NoticeBackoff.MostTries)
            outcome = outcome with { State = NoticeState.Failed };
        await SettleAsync(row, outcome, taken + Lease);
        Log.Tried(logger, row.Id, row.Key.Stage.Policy, row.Key.Stage.Stage, row.Key.Organization, outcome.State,
            outcome.Error);
        if (outcome.Farewell is { } farewell)
            await farewell();
    }

    // The plan says in whose name and where to, as it stands now; the words were fixed when they were composed.
    private static NoticePlanConfig? PlanOf(
        NoticeRow row, IReadOnlyList<NoticeCampaign> campaigns, BudgetSet? budgets) =>
        BudgetAlertKeys.BudgetOf(row.Key.Stage.Policy) is { } budget
            ? budgets?.PlanOf(budget)
            : campaigns.FirstOrDefault(campaign => campaign.Policy.Name == row.Key.Stage.Policy
                && campaign.Policy.Version == row.Key.Stage.PolicyVersion)?.Plan.Spec;

    private async Task<DeliveryOutcome> TryAsync(NoticeRow row, NoticePlanConfig? plan)
    {
        if (row.Tries > NoticeBackoff.MostTries)
            return DeliveryOutcome.Failed(row.LastError ?? "given up: every try ended with the process");
        if (plan is null)
            return new DeliveryOutcome(NoticeState.Withdrawn, "the policy has changed");
        using var limit = new CancellationTokenSource(MostSending, time);
        return await channels.First(channel => channel.Takes(row.Key.Channel)).SendAsync(row, plan, limit.Token);
    }

    private async Task SettleAsync(NoticeRow row, DeliveryOutcome outcome, DateTimeOffset leaseEnd)
    {
        while (true)
        {
            try
            {
                var now = time.GetUtcNow();
                var stored = outcome.State == NoticeState.Pending
                    ? await outbox.RetryAsync(
                        row, outcome.Error!, now + backoff.After(row.Tries), CancellationToken.None)
                    : await outbox.SettleAsync(row, outcome.State, outcome.Error, now, CancellationToken.None);
                if (!stored)
                    Log.LeaseLost(logger, row.Id);
                return;
            }
            catch (Exception e) when (StoreFailures.IsStoreAway(e) && time.GetUtcNow() < leaseEnd)
            {
                await Task.Delay(SettlePause, time);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3040, LogLevel.Information,
            "Notice {Id} of policy {Policy}, stage {Stage}, to {Organization}: {State} {Error}")]
        public static partial void Tried(
            ILogger logger, string id, string policy, string stage, string organization, NoticeState state,
            string? error);

        [LoggerMessage(3041, LogLevel.Warning,
            "Notice {Id} took longer than its lease: another node may have sent it too, under the same message id")]
        public static partial void LeaseLost(ILogger logger, string id);
    }
}
