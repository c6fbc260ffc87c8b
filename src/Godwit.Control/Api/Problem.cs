using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>An error of the admin API: problem details as in RFC 9457.</summary>
public sealed record Problem
{
    public const string MediaType = "application/problem+json";

    /// <summary>A URI that names the kind of problem: <c>urn:godwit:problem:…</c>.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public int Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>Everything that is wrong with documents, when that is the problem.</summary>
    public IReadOnlyList<ProblemError>? Errors { get; init; }
}

/// <summary>One thing that is wrong, where, and what is accepted there.</summary>
public sealed record ProblemError
{
    public string? File { get; init; }

    public int? Line { get; init; }

    public int? Column { get; init; }

    /// <summary>Kind and name, e.g. <c>Route/gpt-4o</c>.</summary>
    public string? Resource { get; init; }

    public string? Path { get; init; }

    public required string Message { get; init; }

    public IReadOnlyList<string>? Accepted { get; init; }

    /// <summary>The version in the store, when another one was expected.</summary>
    public long? CurrentVersion { get; init; }

    public static ProblemError From(ConfigurationError error) => new()
    {
        File = NullIfEmpty(error.File),
        Line = error.Line == 0 ? null : error.Line,
        Column = error.Column == 0 ? null : error.Column,
        Resource = NullIfEmpty(error.Resource),
        Path = NullIfEmpty(error.Path),
        Message = error.Message,
        Accepted = error.Accepted.Count == 0 ? null : error.Accepted,
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
