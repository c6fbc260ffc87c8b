namespace Godwit.Policy.Configuration;

/// <summary>Checks the instants of a TerritoryPolicy: announced, notice, effective, ended, and exemptions.</summary>
internal static class PolicyTimesValidator
{
    public static void Validate(TerritoryPolicyConfig spec, ConfigurationFacts facts, ResourceErrors errors)
    {
        var from = spec.Effective?.From;
        if (from is null && spec.Announced is not null)
            errors.Add("announced", "has nothing to announce: the policy is in force from ever", "effective.from");
        if (from is null && spec.NoticeFrom is not null)
            errors.Add("notice_from", "has nothing to notify of: the policy is in force from ever", "effective.from");
        if (spec.NoticeFrom < spec.Announced)
            errors.Add("notice_from", "is before announced");
        if (spec.NoticeFrom > from)
            errors.Add("notice_from", "is after effective.from");
        if (spec.Announced > from)
            errors.Add("announced", "is after effective.from");
        if (spec.Effective is { From: not null, Until: { } until } && from >= until)
            errors.Add("effective.until", "is not after effective.from");
        CheckExemptions(spec.Exemptions ?? [], facts, errors);
    }

    private static void CheckExemptions(
        IReadOnlyList<ExemptionConfig> exemptions, ConfigurationFacts facts, ResourceErrors errors)
    {
        for (var i = 0; i < exemptions.Count; i++)
        {
            var exemption = exemptions[i];
            if (!facts.Organizations.Contains(exemption.Organization))
                errors.AddMissing(
                    $"exemptions[{i}].organization", "Organization", exemption.Organization, facts.Organizations);
            else if (exemptions.Take(i).Any(other => Overlap(exemption, other)))
                errors.Add(
                    $"exemptions[{i}].organization",
                    $"'{exemption.Organization}' has an exemption already that holds at the same time");
            if (exemption.From >= exemption.Until)
                errors.Add($"exemptions[{i}].until", "is not after from");
            if (string.IsNullOrWhiteSpace(exemption.Approver))
                errors.Add($"exemptions[{i}].approver", "is empty", "who approved it");
        }
    }

    private static bool Overlap(ExemptionConfig one, ExemptionConfig other) =>
        one.Organization == other.Organization
        && (one.From ?? DateTimeOffset.MinValue) < other.Until
        && (other.From ?? DateTimeOffset.MinValue) < one.Until;
}
