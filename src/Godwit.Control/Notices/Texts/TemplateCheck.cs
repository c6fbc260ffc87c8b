using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices.Texts;

/// <summary>Checks the templates in NoticePlan resources, which only the template engine understands.</summary>
public static class TemplateCheck
{
    /// <summary>Adds an error for every text that is no template.</summary>
    /// <param name="set">The resources, bound.</param>
    /// <param name="documents">The documents the set was bound from, for positions.</param>
    /// <param name="errors">Where errors are added.</param>
    public static void Check(
        ConfigurationSet set, IReadOnlyList<ResourceDocument> documents, List<ConfigurationError> errors)
    {
        foreach (var plan in set.NoticePlans)
        {
            var document = documents.FirstOrDefault(d => d.Kind == ResourceKind.NoticePlan && d.Name == plan.Name);
            foreach (var (language, template) in plan.Spec.Templates ?? new Dictionary<string, NoticeTemplateConfig>())
            {
                Check($"templates.{language}.subject", template.Subject);
                Check($"templates.{language}.text", template.Text);
            }

            void Check(string key, string? text)
            {
                if (text is not null && NoticeTemplates.Check(text) is { } error)
                    errors.Add(ConfigurationError.At(
                        document?.Spec.Nearest(key), $"{ResourceKind.NoticePlan}/{plan.Name}", $"spec.{key}",
                        $"is not a Liquid template: {error}"));
            }
        }
    }
}
