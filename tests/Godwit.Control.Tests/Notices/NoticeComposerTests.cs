using System.Text.Json;
using Godwit.Control.Notices;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Notices;

/// <summary>Who is told, and of what.</summary>
public sealed class NoticeComposerTests
{
    private static readonly NoticeStage Stage = new(-14);

    private readonly FakeTimeProvider time = new(Samples.Effective.AddDays(-14));

    [Fact]
    public async Task The_audience_is_asked_about_the_plans_window_and_thresholds()
    {
        var audience = new FixedAudience(Samples.Acme);
        var plan = Samples.Plan with
        {
            SinceDays = 10,
            Thresholds = new NoticeThresholdsConfig { MinConfidence = Confidence.High, IncludeAnonymizers = true },
        };

        await Composer(audience).DraftAsync(Samples.Campaign(plan), Stage, null, default);

        Assert.Equal(
            new AudienceQuestion(
                "openai-territories", Samples.Effective, time.GetUtcNow().AddDays(-10), time.GetUtcNow(),
                Confidence.High, true),
            Assert.Single(audience.Questions));
    }

    [Theory]
    [InlineData(100, null, new[] { "large" })]
    [InlineData(100, 50, new[] { "large", "small" })]
    [InlineData(1, null, new[] { "large", "small" })]
    public async Task Requests_or_their_share_make_an_organization_an_affected_one(
        int least, int? share, string[] expected)
    {
        var audience = new FixedAudience(
            Samples.Acme with { Organization = "large", Requests = 100, Share = 0.01m },
            Samples.Acme with { Organization = "small", Requests = 2, Share = 0.5m });
        var plan = Samples.Plan with
        {
            Thresholds = new NoticeThresholdsConfig { MinRequests = least, MinSharePercent = share },
        };

        var drafts = await Composer(audience).DraftAsync(Samples.Campaign(plan), Stage, null, default);

        Assert.Equal(expected, drafts.Select(draft => draft.Observed.Organization));
    }

    [Fact]
    public async Task The_plans_audience_narrows_it()
    {
        var audience = new FixedAudience(
            [.. new[] { "a", "b", "c" }.Select(name => Samples.Acme with { Organization = name })]);
        var plan = Samples.Plan with
        {
            Audience = new NoticeAudienceConfig { Organizations = ["a", "b"], Exclude = ["b"] },
        };

        var drafts = await Composer(audience).DraftAsync(Samples.Campaign(plan), Stage, null, default);

        Assert.Equal("a", Assert.Single(drafts).Observed.Organization);
    }

    [Fact]
    public async Task Each_is_told_in_its_language_by_mail_where_it_has_an_address_and_by_every_webhook()
    {
        var audience = new FixedAudience(
            Samples.Acme with { Organization = "a" }, Samples.Acme with { Organization = "b" });
        var plan = Samples.Plan with
        {
            Webhooks =
            [
                new NoticeWebhookConfig
                {
                    Name = "chat", Url = "https://hooks.example/x", Secret = new SecretReference { Env = "S" },
                },
            ],
        };
        var campaign = Samples.Campaign(plan, told: [("a", "a@customer.example", "ko"), ("b", null, null)]);

        var drafts = await Composer(audience).DraftAsync(campaign, Stage, null, default);
        var rows = drafts.SelectMany(d => NoticeComposer.Messages(campaign, Stage, d, Samples.Effective)).ToList();

        Assert.Equal(
            [("a", "mail", "ko"), ("a", "webhook:chat", "ko"), ("b", "webhook:chat", "en")],
            rows.Select(row => (row.Key.Organization, row.Key.Channel, row.Language)));
        using var json = JsonDocument.Parse(rows[1].Body);
        Assert.Equal(rows[1].Id, json.RootElement.GetProperty("id").GetString());
        Assert.Equal("notice", json.RootElement.GetProperty("type").GetString());
        Assert.Equal(12_345, json.RootElement.GetProperty("observed").GetProperty("requests").GetInt64());
        Assert.NotEqual(rows[0].Id, rows[1].Id);
    }

    private NoticeComposer Composer(INoticeAudience audience) => new(audience, time);
}
