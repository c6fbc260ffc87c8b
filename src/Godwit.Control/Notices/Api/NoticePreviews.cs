using Godwit.Control.Api;
using Godwit.Control.Notices.Outbox;

namespace Godwit.Control.Notices.Api;

/// <summary>Shows what would be sent at a stage, or what lies ready for it.</summary>
internal sealed class NoticePreviews(NoticeComposer composer, NoticeOutbox outbox, TimeProvider time)
{
    /// <summary>The list of recipients, and each one's message.</summary>
    /// <param name="campaign">The policy and its plan.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="language">Shows them in this language, whatever lies ready; null for each one's own.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<NoticePreview> OfAsync(
        NoticeCampaign campaign, NoticeStage stage, string? language, CancellationToken cancellation)
    {
        var key = campaign.KeyOf(stage);
        var composed = await outbox.ComposedAtAsync(key, cancellation) is not null;
        var rows = (await outbox.StageAsync(key, cancellation)).Where(row => row.Key.Channel == NoticeKey.Mail)
            .ToDictionary(row => row.Key.Organization, StringComparer.Ordinal);
        var drafts = await composer.DraftAsync(campaign, stage, language, cancellation);
        return new NoticePreview
        {
            Policy = campaign.Policy.Name,
            PolicyVersion = campaign.Policy.Version,
            Plan = campaign.Plan.Name,
            Effective = campaign.Effective,
            Stage = stage.Name,
            DueAt = rows.Count > 0 ? rows.Values.Min(row => row.DueAt) : campaign.DueAt(stage, time.GetUtcNow()),
            Composed = composed,
            Recipients =
            [
                .. drafts.Select(draft => Recipient(
                        draft, language is null ? rows.GetValueOrDefault(draft.Observed.Organization) : null,
                        composed && language is null))
                    .Concat(rows.Values.Where(row => drafts.All(d => d.Observed.Organization != row.Key.Organization))
                        .Select(Recipient))
                    .OrderBy(recipient => recipient.Organization, StringComparer.Ordinal),
            ],
        };
    }

    private static NoticeRecipient Recipient(NoticeDraft draft, NoticeRow? ready, bool composed) => new()
    {
        Organization = draft.Observed.Organization,
        Recipient = ready?.Recipient ?? draft.Recipient,
        Problem = draft.Recipient is null ? $"Organization/{draft.Observed.Organization} has no contact_email"
            : composed && ready is null ? "it was not concerned when the stage was composed; confirming adds it"
            : null,
        Requests = draft.Observed.Requests,
        Share = draft.Observed.Share,
        Territories = draft.Observed.Territories,
        FirstSeen = draft.Observed.FirstSeen,
        LastSeen = draft.Observed.LastSeen,
        // What lies ready is what will be sent, whatever was observed since.
        Language = ready?.Language ?? draft.Text.Language,
        Subject = ready?.Subject ?? draft.Text.Subject,
        Text = ready?.Body ?? draft.Text.Text,
        Html = ready?.Html ?? draft.Text.Html,
        State = ready?.State,
    };

    // What lies ready goes out, also to those whom today's traffic would not name any more.
    private static NoticeRecipient Recipient(NoticeRow ready) => new()
    {
        Organization = ready.Key.Organization,
        Recipient = ready.Recipient,
        Problem = "it was concerned when the stage was composed, and would not be now",
        Language = ready.Language,
        Subject = ready.Subject,
        Text = ready.Body,
        Html = ready.Html,
        State = ready.State,
    };
}
