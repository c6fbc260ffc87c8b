using System.Text.Json.Nodes;

namespace Godwit.Host.Cli.Output;

/// <summary>A table as people see it.</summary>
/// <param name="Title">A line above the table; none when null.</param>
/// <param name="Columns">
/// Headings; a heading that ends with <c>#</c> is of a column of numbers. Empty: name and value pairs.
/// </param>
/// <param name="Rows">Cells; null shows as a dash.</param>
internal sealed record ResultTable(
    string? Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>Lines below the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A table of names and values.</summary>
    public static ResultTable Facts(string? title, params IReadOnlyList<(string Name, string? Value)> facts) =>
        new(title, [], [.. facts.Select(fact => new[] { fact.Name, fact.Value })]);

    /// <summary>A table of the objects in a list, one column for each named member.</summary>
    public static ResultTable Of(
        string? title, IEnumerable<JsonNode?> items, params IReadOnlyList<(string Heading, string Member)> columns) =>
        new(
            title,
            [.. columns.Select(column => column.Heading)],
            [.. items.Select(item => columns.Select(column => JsonText.Of(item?[column.Member])).ToArray())]);
}
