using Godwit.Control.Notices.Outbox;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices;

/// <summary>A policy that is announced by a plan: what is said, to whom it may be said, and when.</summary>
/// <param name="Policy">The policy, at its version.</param>
/// <param name="Plan">The plan it names.</param>
/// <param name="Providers">Names of the providers that the policy is about.</param>
/// <param name="Organizations">Every organization, by name.</param>
internal sealed record NoticeCampaign(
    Resource<TerritoryPolicyConfig> Policy, Resource<NoticePlanConfig> Plan, IReadOnlyList<string> Providers,
    IReadOnlyDictionary<string, OrganizationConfig> Organizations)
{
    // After the last stage nobody is told any more: a policy that is edited years later announces nothing.
    private static readonly TimeSpan LastStageStays = TimeSpan.FromDays(7);

    /// <summary>First instant at which requests are refused.</summary>
    public DateTimeOffset Effective => Policy.Spec.Effective!.From!.Value;

    public TimeSpan Preview => TimeSpan.FromHours(Plan.Spec.PreviewHours);

    /// <summary>In order of time.</summary>
    public IReadOnlyList<NoticeStage> Stages { get; } = NoticeStage.Of(Plan.Spec);

    public StageKey KeyOf(NoticeStage stage) => new(Policy.Name, Policy.Version, stage.Name);

    /// <summary>
    /// The stage whose messages are made at an instant: the last one that is not further away than the drafts are to
    /// lie. Null before the first, and some days after the last.
    /// </summary>
    public NoticeStage? OpenAt(DateTimeOffset now)
    {
        var begun = Stages.Where(stage => stage.At(Effective) - Preview <= now).ToList();
        var over = Policy.Spec.Effective?.Until is { } until && now >= until;
        return begun.Count == 0 || over || now >= Stages[^1].At(Effective) + LastStageStays ? null : begun[^1];
    }

    /// <summary>The stage that is open, else the next one; the last one when all are over.</summary>
    public NoticeStage NextAt(DateTimeOffset now) =>
        OpenAt(now)
        ?? Stages.Select(stage => (NoticeStage?)stage).FirstOrDefault(stage => stage!.Value.At(Effective) > now)
        ?? Stages[^1];

    /// <summary>When a stage's messages go out, if they are made now: not before somebody could look at them.</summary>
    public DateTimeOffset DueAt(NoticeStage stage, DateTimeOffset now)
    {
        var seen = now + Preview;
        return stage.At(Effective) > seen ? stage.At(Effective) : seen;
    }

    /// <summary>The campaigns of a configuration that is valid, in order of the policies' names.</summary>
    public static IReadOnlyList<NoticeCampaign> Of(ConfigurationSet set)
    {
        var organizations = set.Organizations.ToDictionary(o => o.Name, o => o.Spec, StringComparer.Ordinal);
        return
        [
            .. from policy in set.TerritoryPolicies
               where policy.Spec is { Notices: not null, Effective.From: not null }
               let plan = set.NoticePlans.First(plan => plan.Name == policy.Spec.Notices!.Plan)
               let providers = policy.Spec.Scope.Providers ?? [.. set.Providers.Select(provider => provider.Name)]
               select new NoticeCampaign(policy, plan, providers, organizations),
        ];
    }
}
