namespace Godwit.Control.Api;

/// <summary>The admin API answered with an error.</summary>
public sealed class AdminApiException(Problem problem) : Exception(Describe(problem))
{
    /// <summary>What the admin API said.</summary>
    public Problem Problem { get; } = problem;

    private static string Describe(Problem problem) =>
        problem.Detail is { } detail ? $"{problem.Title}. {detail}" : problem.Title;
}
