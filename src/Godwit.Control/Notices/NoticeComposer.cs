using System.Text.Json;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Notices.Texts;
using Godwit.Control.Notices.Webhooks;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices;

/// <summary>Finds who is to be told at a stage, and writes what each is told.</summary>
internal sealed class NoticeComposer(INoticeAudience audience, TimeProvider time)
{
    /// <summary>One draft for each organization that the policy concerns, in order of name.</summary>
    /// <param name="campaign">The policy and its plan.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="language">Language of all of them; null for each organization's own.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<NoticeDraft>> DraftAsync(
        NoticeCampaign campaign, NoticeStage stage, string? language, CancellationToken cancellation)
    {
        var found = await audience.FindAsync(Question(campaign), cancellation);
        return
        [
            .. found.Where(organization => IsTold(organization, campaign.Plan.Spec))
                .Select(organization => Draft(campaign, stage, organization, language)),
        ];
    }

    /// <summary>The messages of a draft: a mail where there is an address, and one for each webhook.</summary>
    public static IEnumerable<NoticeRow> Messages(
        NoticeCampaign campaign, NoticeStage stage, NoticeDraft draft, DateTimeOffset due)
    {
        var stageKey = campaign.KeyOf(stage);
        var row = new NoticeRow
        {
            Key = new NoticeKey(stageKey, draft.Observed.Organization, NoticeKey.Mail),
            Plan = campaign.Plan.Name,
            Recipient = draft.Recipient,
            Language = draft.Text.Language,
            Subject = draft.Text.Subject,
            Body = draft.Text.Text,
            Html = draft.Text.Html,
            DueAt = due,
        };
        if (draft.Recipient is not null)
            yield return row;
        foreach (var webhook in campaign.Plan.Spec.Webhooks ?? [])
        {
            var key = row.Key with { Channel = NoticeKey.WebhookChannel(webhook.Name) };
            var body = WebhookBody.Of(key.Id(), campaign, stage, draft);
            yield return row with
            {
                Key = key, Recipient = null, Html = "",
                Body = JsonSerializer.Serialize(body, WebhookJsonContext.Default.WebhookBody),
            };
        }
    }

    private AudienceQuestion Question(NoticeCampaign campaign)
    {
        var (plan, now) = (campaign.Plan.Spec, time.GetUtcNow());
        var thresholds = plan.Thresholds ?? new NoticeThresholdsConfig();
        return new AudienceQuestion(
            campaign.Policy.Name,
            now > campaign.Effective ? now : campaign.Effective,
            now.AddDays(-plan.SinceDays), now, thresholds.MinConfidence, thresholds.IncludeAnonymizers);
    }

    private static bool IsTold(AffectedOrganization found, NoticePlanConfig plan)
    {
        var thresholds = plan.Thresholds ?? new NoticeThresholdsConfig();
        var enough = found.Requests >= thresholds.MinRequests
            || (found.Requests > 0 && found.Share * 100 >= thresholds.MinSharePercent);
        var meant = plan.Audience?.Organizations is not { } named || named.Contains(found.Organization);
        return enough && meant && plan.Audience?.Exclude?.Contains(found.Organization) != true;
    }

    private static NoticeDraft Draft(
        NoticeCampaign campaign, NoticeStage stage, AffectedOrganization found, string? language)
    {
        var organization = campaign.Organizations.GetValueOrDefault(found.Organization);
        var plan = campaign.Plan.Spec;
        var facts = new NoticeFacts
        {
            Organization = organization?.DisplayName ?? found.Organization,
            Policy = campaign.Policy.Name,
            Providers = campaign.Providers,
            Effective = campaign.Effective,
            Stage = stage,
            Observed = found,
            Availability = (plan.GatewayUrl?.TrimEnd('/') ?? "") + "/godwit/v1/availability",
            Contest = plan.Contest,
            Contact = campaign.Policy.Spec.Contact ?? plan.Sender.ReplyTo ?? plan.Sender.From,
            Sender = plan.Sender.Name ?? plan.Sender.From,
        };
        var text = NoticeRenderer.Render(facts, plan, language, organization?.Language, plan.Language);
        return new NoticeDraft(found, organization?.ContactEmail, text);
    }
}
