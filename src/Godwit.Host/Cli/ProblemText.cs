using Godwit.Control.Api;
using Godwit.Policy.Configuration;

namespace Godwit.Host.Cli;

/// <summary>Writes what the admin API found wrong, with the places in the user's own files.</summary>
internal static class ProblemText
{
    /// <summary>All of it, one line an error.</summary>
    /// <param name="problem">The admin API's answer.</param>
    /// <param name="documents">What was sent, to find the places; null when nothing was read from files.</param>
    public static string Of(Problem problem, IReadOnlyList<ResourceDocument>? documents = null)
    {
        var title = problem.Detail is { } detail ? $"{problem.Title}: {detail}" : problem.Title;
        return problem.Errors is { Count: > 0 } errors
            ? string.Join("\n  ", errors.Select(error => Line(error, documents)).Prepend(title))
            : title;
    }

    private static string Line(ProblemError error, IReadOnlyList<ResourceDocument>? documents)
    {
        var document = documents?.FirstOrDefault(candidate => candidate.Id == error.Resource);
        var path = error.Path ?? "";
        var place = path.StartsWith("spec.", StringComparison.Ordinal)
            ? document?.Spec.Nearest(path["spec.".Length..])
            : document?.Origin.Nearest(path);
        return ConfigurationError.At(place, error.Resource ?? "", path, error.Message, error.Accepted ?? []).ToString();
    }
}
