using System.Text.Json.Serialization;

namespace Godwit.Control.Notices.Webhooks;

/// <summary>What a webhook gets.</summary>
internal sealed record WebhookBody
{
    public string Type { get; init; } = "notice";

    /// <summary>The same in every try: what comes twice is recognised by it.</summary>
    public required string Id { get; init; }

    public required string Policy { get; init; }

    public required long PolicyVersion { get; init; }

    public required string Stage { get; init; }

    public required DateTimeOffset Effective { get; init; }

    public required IReadOnlyList<string> Providers { get; init; }

    public required string Organization { get; init; }

    public required string Language { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required AffectedOrganization Observed { get; init; }

    public static WebhookBody Of(string id, NoticeCampaign campaign, NoticeStage stage, NoticeDraft draft) => new()
    {
        Id = id,
        Policy = campaign.Policy.Name,
        PolicyVersion = campaign.Policy.Version,
        Stage = stage.Name,
        Effective = campaign.Effective,
        Providers = campaign.Providers,
        Organization = draft.Observed.Organization,
        Language = draft.Text.Language,
        Subject = draft.Text.Subject,
        Text = draft.Text.Text,
        Observed = draft.Observed,
    };
}

/// <summary>JSON of what webhooks get.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJsonContext : JsonSerializerContext;
