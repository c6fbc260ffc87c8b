namespace Godwit.Policy.Configuration;

/// <summary>Checks what a NoticePlan says.</summary>
internal static class NoticePlanConfigValidator
{
    private const int MostDays = 365;

    public static void Validate(Resource<NoticePlanConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        CheckLeadDays(spec.LeadDays, errors);
        CheckRange("after_days", spec.AfterDays, 0, MostDays, errors);
        CheckRange("since_days", spec.SinceDays, 1, MostDays, errors);
        CheckRange("preview_hours", spec.PreviewHours, 1, 720, errors);
        CheckThresholds(spec.Thresholds, errors);
        if (spec.Audience is { } audience)
        {
            ReferenceRules.CheckAll(
                "audience.organizations", "Organization", audience.Organizations, facts.Organizations, errors);
            ReferenceRules.CheckAll("audience.exclude", "Organization", audience.Exclude, facts.Organizations, errors);
        }

        CheckLanguage("language", spec.Language, errors);
        CheckSender(spec.Sender, errors);
        if (!TextRules.IsEmail(spec.Contest) && !TextRules.IsHttpUrl(spec.Contest))
            errors.Add("contest", $"'{spec.Contest}' is no address", "a mail address", "an http or https URL");
        if (spec.GatewayUrl is { } url && !TextRules.IsHttpUrl(url))
            errors.Add("gateway_url", $"'{url}' is not an absolute URL", "e.g. https://llm.example.com");
        CheckWebhooks(spec.Webhooks ?? [], errors);
        CheckTemplates(spec.Templates, errors);
    }

    private static void CheckLeadDays(IReadOnlyList<int> days, ResourceErrors errors)
    {
        if (days.Count == 0)
            errors.Add("lead_days", "is an empty list; name at least one day, or remove the key to mean 14, 7, 1, 0");
        for (var i = 0; i < days.Count; i++)
        {
            CheckRange($"lead_days[{i}]", days[i], 0, MostDays, errors);
            if (days.Take(i).Contains(days[i]))
                errors.Add($"lead_days[{i}]", $"{days[i]} is listed twice");
        }
    }

    private static void CheckThresholds(NoticeThresholdsConfig? thresholds, ResourceErrors errors)
    {
        if (thresholds is null)
            return;
        CheckRange("thresholds.min_requests", thresholds.MinRequests, 1, int.MaxValue, errors);
        if (thresholds.MinSharePercent is { } share and (<= 0 or > 100))
            errors.Add("thresholds.min_share_percent", $"{share} is out of range", "above 0, to 100");
    }

    private static void CheckSender(NoticeSenderConfig sender, ResourceErrors errors)
    {
        const string accepted = "name@example.com";
        if (!TextRules.IsEmail(sender.From))
            errors.Add("sender.from", $"'{sender.From}' is not a mail address", accepted);
        if (sender.ReplyTo is { } reply && !TextRules.IsEmail(reply))
            errors.Add("sender.reply_to", $"'{reply}' is not a mail address", accepted);
        // A line break would end the header that the name stands in.
        if (sender.Name is { } name && (name.Length is 0 or > 128 || name.Any(char.IsControl)))
            errors.Add("sender.name", "is empty, too long or not one line", "1 to 128 characters on one line");
    }

    internal static void CheckWebhooks(IReadOnlyList<NoticeWebhookConfig> webhooks, ResourceErrors errors)
    {
        for (var i = 0; i < webhooks.Count; i++)
        {
            var (webhook, key) = (webhooks[i], $"webhooks[{i}]");
            if (!Names.IsLegal(webhook.Name))
                errors.Add($"{key}.name", $"'{webhook.Name}' is not a legal name", Names.Accepted);
            else if (webhooks.Take(i).Any(w => w.Name == webhook.Name))
                errors.Add($"{key}.name", $"'{webhook.Name}' is listed twice");
            if (!TextRules.IsHttpUrl(webhook.Url) || new Uri(webhook.Url) is not { Scheme: "https", UserInfo: "" })
                errors.Add($"{key}.url", "is not accepted", "an https URL without user name and password");
            ReferenceRules.CheckSecret($"{key}.secret", webhook.Secret, errors);
        }
    }

    private static void CheckTemplates(
        IReadOnlyDictionary<string, NoticeTemplateConfig>? templates, ResourceErrors errors)
    {
        foreach (var (language, template) in templates ?? new Dictionary<string, NoticeTemplateConfig>())
        {
            CheckLanguage($"templates.{language}", language, errors);
            if (template is { Subject: null, Text: null })
                errors.Add($"templates.{language}", "says nothing", "subject", "text");
        }
    }

    internal static void CheckLanguage(string key, string language, ResourceErrors errors)
    {
        if (!TextRules.IsLanguageTag(language))
            errors.Add(key, $"'{language}' is not a language tag", "BCP 47, e.g. en, zh-Hans, pt-BR");
    }

    private static void CheckRange(string key, int value, int least, int most, ResourceErrors errors)
    {
        if (value < least || value > most)
            errors.Add(key, $"{value} is out of range", $"{least} to {most}");
    }
}
