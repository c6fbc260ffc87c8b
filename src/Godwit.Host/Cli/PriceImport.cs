using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing.Lists;

namespace Godwit.Host.Cli;

/// <summary>
/// <c>godwit prices import</c>: a public price list as PriceOverride resources, to be reviewed and applied.
/// </summary>
internal static class PriceImport
{
    private static readonly Argument<string> FilePath = new("FILE") { Description = "The price list, JSON." };

    private static readonly Option<string> Provider = new("--provider")
    {
        Description = "Only prices of this provider of the list.", HelpName = "NAME",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Only models of this name; * stands for any characters.", HelpName = "PATTERN",
    };

    private static readonly Option<string> ValidFrom = new("--valid-from")
    {
        Description = "Day from which the prices hold, ISO 8601. Default: today, UTC.", HelpName = "DAY",
    };

    /// <summary>The list's format.</summary>
    public static Option<string> Format { get; } = MakeFormat();

    /// <summary>What the list's providers are called here.</summary>
    public static Option<string[]> As { get; } = new("--as")
    {
        Description = "Which Provider a provider of the list is, where the names differ, e.g. google=google-gemini. "
            + "May be given more than once.",
        HelpName = "LIST=PROVIDER",
    };

    public static Command Create()
    {
        var command = new Command("import", "Prints a public price list as PriceOverride resources, in YAML. Changes "
            + "nothing: review the text and apply it.")
        {
            FilePath, Format, Provider, Model, As, ValidFrom,
        };
        command.SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static Option<string> MakeFormat()
    {
        var format = new Option<string>("--format")
        {
            Description = "Format of the list: litellm or models.dev. Default: told by its look.", HelpName = "FORMAT",
        };
        format.AcceptOnlyFromAmong([.. PriceFiles.FormatNames]);
        return format;
    }

    private static Task<int> RunAsync(CommandContext context)
    {
        var path = context.Parse.GetRequiredValue(FilePath);
        var names = PriceFiles.Names(context.Parse.GetValue(As) ?? []);
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        if (context.Parse.GetValue(ValidFrom) is { } text
            && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out day))
            throw new UsageException($"--valid-from: '{text}' is not a day; accepted: ISO 8601, e.g. 2026-07-01");
        var list = PriceFiles.Read(path, context.Parse.GetValue(Format));
        var picked = PriceFiles.Pick(
            list, context.Parse.GetValue(Provider), context.Parse.GetValue(Model)).ToList();
        if (picked.Count == 0)
            return Task.FromResult(context.Fail("the list has no such price"));
        var source = Path.GetFileName(path);
        var documents = new Dictionary<string, ResourceDocument>(StringComparer.Ordinal);
        var twice = 0;
        foreach (var price in picked)
        {
            var document = Document(price, names.GetValueOrDefault(price.Provider, price.Provider), day, source);
            if (!documents.TryAdd(document.Name, document))
                twice++;
            if (price.LeftOut.Count > 0)
                context.Error.WriteLine($"{price.Provider}/{price.Model}: not taken over: "
                    + string.Join(", ", price.LeftOut));
        }

        context.Out.Write(ResourceYamlWriter.Write(documents.Values));
        context.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{documents.Count} prices; {list.Unpriced} models of the list have none per token"
                + $"{(twice == 0 ? "" : $"; {twice} stood there twice")}"));
        return Task.FromResult(ExitCode.Success);
    }

    private static ResourceDocument Document(ListedPrice price, string provider, DateOnly day, string source)
    {
        var spec = price.Terms with { Provider = provider, Model = price.Model, ValidFrom = day, Source = source };
        var json = JsonSerializer.Serialize(spec, ConfigJsonContext.Default.PriceOverrideConfig);
        var name = NameOf($"{provider}/{price.Model}@{day:yyyy-MM-dd}");
        return ResourceReader.FromStore(ResourceKind.PriceOverride, name, 0, json, [])!;
    }

    // Lists have names of models that no resource may have; the model's own stands in the spec.
    private static string NameOf(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var letter in text)
            name.Append(Names.IsLegal(letter.ToString()) ? letter : '-');
        var length = Math.Min(name.Length, Names.MaxLength);
        return name.ToString(name.Length - length, length);
    }
}
