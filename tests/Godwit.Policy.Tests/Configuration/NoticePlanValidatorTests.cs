using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>What a NoticePlan means, and a policy that names one.</summary>
public class NoticePlanValidatorTests
{
    private const string Least = "\"sender\":{\"from\":\"a@b.example\"},\"contest\":\"c@b.example\"";

    private static readonly ResourceDocument Plan =
        Documents.Of(ResourceKind.NoticePlan, "plan", $$"""{{{Least}}}""");

    [Fact]
    public void A_plan_that_says_the_least_has_the_usual_stages()
    {
        var plan = Assert.Single(Documents.Valid(Plan).NoticePlans).Spec;

        Assert.Equal([14, 7, 1, 0], plan.LeadDays);
        Assert.Equal((1, 30, 1, "en"), (plan.AfterDays, plan.SinceDays, plan.PreviewHours, plan.Language));
    }

    [Fact]
    public void Confidence_is_written_as_people_write_it()
    {
        var plan = Documents.Valid(Documents.Of(
            ResourceKind.NoticePlan, "plan", $$$"""{{{{Least}}},"thresholds":{"min_confidence":"high"}}"""));

        Assert.Equal(Confidence.High, plan.NoticePlans[0].Spec.Thresholds!.MinConfidence);
    }

    [Theory]
    [InlineData("""{"contest":"c@b.example"}""", "spec.sender: is missing")]
    [InlineData("""{"sender":{"from":"a@b.example"}}""", "spec.contest: is missing")]
    [InlineData("""{"sender":{"from":"a at b"},"contest":"c@b.example"}""", "spec.sender.from: 'a at b' is not a mail address; accepted: name@example.com")]
    [InlineData("""{"sender":{"from":"a@b.example","name":"x\r\nBcc: y"},"contest":"c@b.example"}""", "spec.sender.name: is empty, too long or not one line")]
    [InlineData("""{"sender":{"from":"a@b.example"},"contest":"ask us"}""", "spec.contest: 'ask us' is no address; accepted: a mail address, an http or https URL")]
    public void Sender_and_contest_are_addresses(string spec, string expected) => AssertError(spec, expected);

    [Theory]
    [InlineData("\"lead_days\":[]", "spec.lead_days: is an empty list")]
    [InlineData("\"lead_days\":[7,7]", "spec.lead_days[1]: 7 is listed twice")]
    [InlineData("\"lead_days\":[-1]", "spec.lead_days[0]: -1 is out of range; accepted: 0 to 365")]
    [InlineData("\"after_days\":-1", "spec.after_days: -1 is out of range; accepted: 0 to 365")]
    [InlineData("\"since_days\":0", "spec.since_days: 0 is out of range; accepted: 1 to 365")]
    [InlineData("\"preview_hours\":0", "spec.preview_hours: 0 is out of range; accepted: 1 to 720")]
    [InlineData("\"language\":\"French (France)\"", "spec.language: 'French (France)' is not a language tag")]
    [InlineData("\"gateway_url\":\"llm.example\"", "spec.gateway_url: 'llm.example' is not an absolute URL")]
    [InlineData("\"thresholds\":{\"min_requests\":0}", "spec.thresholds.min_requests: 0 is out of range")]
    [InlineData("\"thresholds\":{\"min_share_percent\":101}", "spec.thresholds.min_share_percent: 101 is out of range")]
    [InlineData(
        "\"thresholds\":{\"min_confidence\":\"sure\"}",
        "spec.thresholds.min_confidence: 'sure' is not accepted here; accepted: none, low, medium, high, certain")]
    [InlineData("\"audience\":{\"exclude\":[\"acme\"]}", "spec.audience.exclude[0]: there is no Organization 'acme'")]
    [InlineData("\"templates\":{\"fr\":{}}", "spec.templates.fr: says nothing; accepted: subject, text")]
    [InlineData("\"templates\":{\"??\":{\"text\":\"x\"}}", "spec.templates.??: '??' is not a language tag")]
    [InlineData(
        "\"webhooks\":[{\"name\":\"a\",\"url\":\"http://x.example\",\"secret\":{\"env\":\"S\"}}]",
        "spec.webhooks[0].url: is not accepted; accepted: an https URL")]
    [InlineData(
        "\"webhooks\":[{\"name\":\"a\",\"url\":\"https://u:p@x.example\",\"secret\":{\"env\":\"S\"}}]",
        "spec.webhooks[0].url: is not accepted; accepted: an https URL")]
    [InlineData(
        "\"webhooks\":[{\"name\":\"a\",\"url\":\"https://x.example\",\"secret\":{}}]",
        "spec.webhooks[0].secret: needs exactly one member; accepted: env, file, value")]
    public void Every_other_key_says_what_it_accepts(string more, string expected) =>
        AssertError($$"""{{{Least}},{{more}}}""", expected);

    [Theory]
    [InlineData("\"effective\":{\"from\":\"2026-07-09T00:00:00Z\"},\"notices\":{\"plan\":\"plan\"}", null)]
    [InlineData(
        "\"effective\":{\"from\":\"2026-07-09T00:00:00Z\"},\"notices\":{\"plan\":\"plam\"}",
        "spec.notices.plan: there is no NoticePlan 'plam'; did you mean 'plan'?")]
    [InlineData("\"notices\":{\"plan\":\"plan\"}", "spec.notices: needs effective.from")]
    public void A_policy_that_announces_names_a_plan_and_has_an_instant(string more, string? expected)
    {
        var errors = Documents.Errors(Plan, Documents.Of(
            ResourceKind.TerritoryPolicy, "t", $$$"""{"scope":{},"serves":{"exclude":["CN"]},{{{more}}}}"""));

        if (expected is null)
            Assert.Empty(errors);
        else
            Assert.StartsWith($"TerritoryPolicy/t {expected}", Assert.Single(errors), StringComparison.Ordinal);
    }

    private static void AssertError(string spec, string expected)
    {
        var errors = Documents.Errors(Documents.Of(ResourceKind.NoticePlan, "plan", spec));

        Assert.StartsWith($"NoticePlan/plan {expected}", Assert.Single(errors), StringComparison.Ordinal);
    }
}
