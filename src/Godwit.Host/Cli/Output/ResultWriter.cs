using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Godwit.Host.Cli.Output;

/// <summary>Writes a result as tables for people, or as JSON or YAML for programs.</summary>
internal static class ResultWriter
{
    // Output that is not a terminal has no width; a table in a file must not be folded.
    private const int WidthWithoutTerminal = 240;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        // The output goes to a terminal or a file, never into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TextWriter output, OutputFormat format, JsonNode data, IReadOnlyList<ResultTable> tables)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(data.ToJsonString(Indented));
                break;
            case OutputFormat.Yaml:
                YamlText.Write(output, data);
                break;
            default:
                WriteTables(output, tables);
                break;
        }
    }

    /// <summary>A console that draws on a writer, in colour only where the writer is a terminal.</summary>
    public static IAnsiConsole ConsoleFor(TextWriter output)
    {
        var terminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!terminal)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }

    private static void WriteTables(TextWriter output, IReadOnlyList<ResultTable> tables)
    {
        var console = ConsoleFor(output);
        foreach (var table in tables)
        {
            if (table.Title is { } title)
                console.MarkupLineInterpolated($"[bold]{title}[/]");
            console.Write(Draw(table));
            foreach (var note in table.Notes)
                console.MarkupLineInterpolated($"{note}");
        }
    }

    private static Table Draw(ResultTable table)
    {
        var drawn = new Table().Border(table.Columns.Count == 0 ? TableBorder.None : TableBorder.Rounded);
        foreach (var column in table.Columns)
        {
            var heading = new TableColumn(Markup.Escape(column.TrimEnd('#')));
            drawn.AddColumn(column.EndsWith('#') ? heading.RightAligned() : heading);
        }

        if (table.Columns.Count == 0)
            drawn.HideHeaders().AddColumn("").AddColumn("");
        foreach (var row in table.Rows)
            drawn.AddRow(row.Select(cell => new Text(cell ?? "-")));
        return drawn;
    }
}
