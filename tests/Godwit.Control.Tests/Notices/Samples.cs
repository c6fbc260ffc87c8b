using Godwit.Control.Notices;
using Godwit.Control.Notices.Outbox;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Tests.Notices;

/// <summary>A policy that is announced, those whom it concerns, and messages about it.</summary>
internal static class Samples
{
    public static DateTimeOffset Effective { get; } = new(2026, 7, 9, 0, 0, 0, TimeSpan.Zero);

    public static NoticePlanConfig Plan { get; } = new()
    {
        Sender = new NoticeSenderConfig
        {
            From = "notices@gateway.example", Name = "Contoso Gateway", ReplyTo = "help@gateway.example",
        },
        Contest = "https://gateway.example/contest?a=1&b=2",
        GatewayUrl = "https://llm.gateway.example/",
    };

    public static AffectedOrganization Acme { get; } = new()
    {
        Organization = "acme",
        Requests = 12_345,
        Share = 0.25m,
        FirstSeen = new DateTimeOffset(2026, 6, 10, 8, 15, 30, TimeSpan.Zero),
        LastSeen = new DateTimeOffset(2026, 6, 25, 17, 40, 0, TimeSpan.Zero),
        Territories = ["CN", "HK"],
        Networks = ["203.0.113.0/24", "2001:db8:17::/48"],
        Alternatives = ["alibaba-qwen/qwen-plus"],
    };

    public static NoticeFacts Facts { get; } = new()
    {
        Organization = "Acme GmbH",
        Policy = "openai-territories",
        Providers = ["openai"],
        Effective = Effective,
        Stage = new NoticeStage(-14),
        Observed = Acme,
        Availability = "https://llm.gateway.example/godwit/v1/availability",
        Contest = "https://gateway.example/contest?a=1&b=2",
        Contact = "help@gateway.example",
        Sender = "Contoso Gateway",
    };

    public static NoticeCampaign Campaign(
        NoticePlanConfig? plan = null, long version = 1,
        params IEnumerable<(string Name, string? Email, string? Tag)> told) =>
        new(
            new Resource<TerritoryPolicyConfig>("openai-territories", version, new TerritoryPolicyConfig
            {
                Scope = new TerritoryScopeConfig { Providers = ["openai"] },
                Serves = new ServedTerritoriesConfig { Exclude = ["CN"] },
                Effective = new EffectiveConfig { From = Effective },
                Notices = new TerritoryNoticesConfig { Plan = "cut-off" },
            }),
            new Resource<NoticePlanConfig>("cut-off", 1, plan ?? Plan),
            ["openai"],
            told.ToDictionary(
                one => one.Name, one => new OrganizationConfig { ContactEmail = one.Email, Language = one.Tag }));

    /// <summary>A message for a key of its own.</summary>
    public static NoticeRow Row(
        string organization = "acme", string stage = "T-14", string channel = NoticeKey.Mail, long version = 1,
        DateTimeOffset? due = null) => new()
        {
            Key = new NoticeKey(new StageKey("openai-territories", version, stage), organization, channel),
            Plan = "cut-off",
            Recipient = channel == NoticeKey.Mail ? $"{organization}@customer.example" : null,
            Language = "en",
            Subject = "A subject",
            Body = "A body\n",
            Html = channel == NoticeKey.Mail ? "<p>A body</p>" : "",
            DueAt = due ?? Effective.AddDays(-14),
        };
}
