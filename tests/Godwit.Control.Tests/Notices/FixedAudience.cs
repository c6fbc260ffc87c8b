using Godwit.Control.Notices;

namespace Godwit.Control.Tests.Notices;

/// <summary>An audience that is what a test says, and remembers what it was asked.</summary>
internal sealed class FixedAudience(params AffectedOrganization[] found) : INoticeAudience
{
    public List<AffectedOrganization> Found { get; } = [.. found];

    public List<AudienceQuestion> Questions { get; } = [];

    public Task<IReadOnlyList<AffectedOrganization>> FindAsync(
        AudienceQuestion question, CancellationToken cancellation)
    {
        Questions.Add(question);
        return Task.FromResult<IReadOnlyList<AffectedOrganization>>([.. Found]);
    }
}
