using Godwit.Control.Notices.Texts;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Budgets;

/// <summary>The budgets of a configuration, and what of it says whose they are and what money is worth.</summary>
internal sealed class BudgetSet
{
    private readonly Dictionary<string, OrganizationConfig> organizations;
    private readonly Dictionary<string, string> organizationsOfProjects;
    private readonly Dictionary<string, string> projectsOfKeys;

    /// <summary>The budgets of a set that is valid.</summary>
    public BudgetSet(ConfigurationSet set)
    {
        Budgets = [.. set.Budgets.OrderBy(budget => budget.Name, StringComparer.Ordinal)];
        Exchange = ExchangeRules.Compile(set);
        RateInstants =
        [
            .. set.ExchangeRates.Select(rate => new DateTimeOffset(rate.Spec.ValidFrom, default, TimeSpan.Zero))
                .Distinct().Order(),
        ];
        organizations = set.Organizations.ToDictionary(o => o.Name, o => o.Spec, StringComparer.Ordinal);
        organizationsOfProjects = set.Projects.ToDictionary(
            project => project.Name, project => project.Spec.Organization, StringComparer.Ordinal);
        projectsOfKeys = set.ApiKeys.ToDictionary(key => key.Name, key => key.Spec.Project, StringComparer.Ordinal);
    }

    /// <summary>In order of name.</summary>
    public IReadOnlyList<Resource<BudgetConfig>> Budgets { get; }

    public ExchangeRules Exchange { get; }

    /// <summary>When rates begin to hold, in order: between two of them money is worth the same.</summary>
    public IReadOnlyList<DateTimeOffset> RateInstants { get; }

    public Resource<BudgetConfig>? Find(string name) => Budgets.FirstOrDefault(budget => budget.Name == name);

    /// <summary>
    /// How alerts of a budget go out; null when there is no such budget any more. Mails are sent in this process's
    /// name.
    /// </summary>
    public NoticePlanConfig? PlanOf(string name) => Find(name) is not { } budget ? null : new NoticePlanConfig
    {
        Sender = new NoticeSenderConfig { From = "" }, Contest = "", Webhooks = budget.Spec.Webhooks,
    };

    /// <summary>
    /// Mail addresses that an alert goes to, each with the language it is written in: the budget's own, else those of
    /// the organizations it is for.
    /// </summary>
    /// <param name="budget">The budget.</param>
    /// <param name="counted">What is counted by itself; null where all share one count.</param>
    public IReadOnlyList<(string Address, NoticeLanguage Language)> RecipientsOf(BudgetConfig budget, string? counted)
    {
        var own = budget.Recipients?.Select(address => (address, NoticeLanguages.First(budget.Language)));
        return
        [
            .. (own ?? OrganizationsOf(budget, counted).Select(name => organizations.GetValueOrDefault(name))
                .Where(organization => organization?.ContactEmail is not null)
                .Select(organization => (
                    organization!.ContactEmail!, NoticeLanguages.First(organization.Language, budget.Language))))
                .DistinctBy(recipient => recipient.Item1),
        ];
    }

    /// <summary>
    /// The organizations that a count is about. One that names none, not even by a project or a key, is nobody's in
    /// particular: what everybody spends together is told to no customer.
    /// </summary>
    private IEnumerable<string> OrganizationsOf(BudgetConfig budget, string? counted) => (budget.Per, counted) switch
    {
        (LimitPer.Organization, { } organization) => [organization],
        (LimitPer.Project, { } project) => OfProjects([project]),
        (LimitPer.Key, { } key) => OfKeys([key]),
        (LimitPer.EndUser, { } endUser) => OfKeys([EndUserName.KeyOf(endUser).ToString()]),
        _ => budget.Scope is not { } scope ? []
            : scope.Keys is { } keys ? OfKeys(keys)
            : scope.Projects is { } projects ? OfProjects(projects)
            : scope.Organizations ?? [],
    };

    private IEnumerable<string> OfKeys(IEnumerable<string> keys) =>
        OfProjects(keys.Select(key => projectsOfKeys.GetValueOrDefault(key)).OfType<string>());

    private IEnumerable<string> OfProjects(IEnumerable<string> projects) =>
        projects.Select(project => organizationsOfProjects.GetValueOrDefault(project)).OfType<string>();
}
