namespace Godwit.Policy.Configuration;

/// <summary>Checks what an Organization says.</summary>
internal static class OrganizationConfigValidator
{
    public static void Validate(Resource<OrganizationConfig> resource, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        if (resource.Spec.ContactEmail is { } email && !TextRules.IsEmail(email))
            errors.Add("contact_email", $"'{email}' is not a mail address", "name@example.com");
        if (resource.Spec.Language is { } language && !TextRules.IsLanguageTag(language))
            errors.Add("language", $"'{language}' is not a language tag", "BCP 47, e.g. en, zh-Hans, pt-BR");
        if (resource.Spec.Account is { } account)
            AccountConfigValidator.Validate(account, errors);
    }
}
