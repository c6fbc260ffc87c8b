using System.ComponentModel;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Configuration;

/// <summary>Whom a territory policy warns before it takes effect, when, in whose name, and how they object.</summary>
public sealed record NoticePlanConfig
{
    [Description("Days before the policy takes effect on which a message goes out, 0 to 365. Default 14, 7, 1, 0.")]
    public IReadOnlyList<int> LeadDays { get; set; } = [14, 7, 1, 0];

    [Description("Days after it took effect on which one more message goes out; 0 for none. Default 1.")]
    public int AfterDays { get; set; } = 1;

    [Description("Days of traffic that are looked at, 1 to 365. Default 30.")]
    public int SinceDays { get; set; } = 30;

    [Description("Hours a message lies as a draft before it is sent, 1 to 720. Default 1.")]
    public int PreviewHours { get; set; } = 1;

    [Description("How much traffic, and how sure, makes an organization an affected one.")]
    public NoticeThresholdsConfig? Thresholds { get; init; }

    [Description("Who gets messages. Absent: every affected organization.")]
    public NoticeAudienceConfig? Audience { get; init; }

    [Description("Language of messages to organizations that name none, BCP 47. Default en.")]
    public string Language { get; set; } = "en";

    [Description("In whose name messages are sent.")]
    public required NoticeSenderConfig Sender { get; init; }

    [Description("Where a recipient objects: a mail address, or an http or https URL.")]
    public required string Contest { get; init; }

    [Description("Base URL under which clients reach this gateway, shown beside /godwit/v1/availability.")]
    public string? GatewayUrl { get; init; }

    [Description("Where each message is posted to as JSON besides.")]
    public IReadOnlyList<NoticeWebhookConfig>? Webhooks { get; init; }

    [Description("Own texts by language (BCP 47), Liquid templates; what one leaves out is the text that ships.")]
    public IReadOnlyDictionary<string, NoticeTemplateConfig>? Templates { get; init; }
}

/// <summary>How much traffic makes an organization an affected one: either measure is enough.</summary>
public sealed record NoticeThresholdsConfig
{
    [Description("Requests that would be refused, at least 1. Default 1.")]
    public int MinRequests { get; set; } = 1;

    [Description("Share of the organization's requests in percent, above 0 to 100. Absent: no share is enough.")]
    public decimal? MinSharePercent { get; init; }

    [Description("Requests whose territory is less sure than this do not count. Default medium.")]
    public Confidence MinConfidence { get; set; } = Confidence.Medium;

    [Description("Count requests from anonymizing networks too: Tor, proxies, VPNs. Default false.")]
    public bool IncludeAnonymizers { get; init; }
}

/// <summary>Who gets messages; exclude wins.</summary>
public sealed record NoticeAudienceConfig
{
    [Description("Names of Organization resources. Absent: all that are affected.")]
    public IReadOnlyList<string>? Organizations { get; init; }

    [Description("Names of Organization resources that get no message.")]
    public IReadOnlyList<string>? Exclude { get; init; }
}

/// <summary>In whose name messages are sent.</summary>
public sealed record NoticeSenderConfig
{
    [Description("Mail address of the sender.")]
    public required string From { get; init; }

    [Description("Name shown beside it, and under the message.")]
    public string? Name { get; init; }

    [Description("Mail address for answers; the sender's when absent.")]
    public string? ReplyTo { get; init; }
}

/// <summary>An address that each message is posted to, signed.</summary>
public sealed record NoticeWebhookConfig
{
    [Description("Name of the webhook, unique in the plan.")]
    public required string Name { get; init; }

    [Description("https URL that takes the message.")]
    public required string Url { get; init; }

    [Description("Where the signing secret comes from. Without its value nothing is posted.")]
    public required SecretReference Secret { get; init; }
}

/// <summary>Own texts in one language.</summary>
public sealed record NoticeTemplateConfig
{
    [Description("Subject line, a Liquid template.")]
    public string? Subject { get; init; }

    [Description("The message, a Liquid template: paragraphs between empty lines, list items that begin with '- '.")]
    public string? Text { get; init; }
}
