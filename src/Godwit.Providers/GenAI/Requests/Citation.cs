using System.Text.Json;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>What a passage rests on.</summary>
public sealed record Citation
{
    public string? Url { get; init; }

    public string? Title { get; init; }

    /// <summary>The words that are cited.</summary>
    public string? CitedText { get; init; }

    /// <summary>Which document of the request, counted from 0; null for a page of the web.</summary>
    public int? DocumentIndex { get; init; }

    /// <summary>First place: a character of the answer for web pages, of the document else.</summary>
    public int? Start { get; init; }

    /// <summary>The place after the last.</summary>
    public int? End { get; init; }

    /// <summary>The citation as its dialect wrote it, for a client of the same.</summary>
    public JsonElement? Native { get; init; }
}
