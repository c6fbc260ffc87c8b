using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Resources;

/// <summary>Resources written as YAML.</summary>
public class ResourceYamlWriterTests
{
    [Fact]
    public void Resources_are_written_by_kind_and_name_in_their_documented_order_without_defaults()
    {
        const string yaml = """
            kind: Route
            name: gpt-4o
            spec: { on_failure: next, targets: [ { when: always, target: openai/gpt-4o }, { target: a/b, when: unserved } ] }
            ---
            kind: TerritoryPolicy
            name: t
            spec: { anonymizer: refuse, unserved: reroute, serves: { include: [SE, NO] }, scope: { providers: [openai] } }
            ---
            kind: Organization
            name: acme
            """;

        Assert.Equal(
            """
            kind: Organization
            name: acme
            spec: {}
            ---
            kind: Route
            name: gpt-4o
            spec:
              targets:
                - target: openai/gpt-4o
                - target: a/b
                  when: unserved
            ---
            kind: TerritoryPolicy
            name: t
            spec:
              scope:
                providers: [openai]
              serves:
                include: [SE, "NO"]
              unserved: reroute
              anonymizer: refuse

            """,
            ResourceYamlWriter.Write(ResourceReader.ReadText(yaml, "f.yaml", [])));
    }

    /// <summary>
    /// Whatever text stands in a resource, reading what was written gives the same resource, and writing it again the
    /// same text.
    /// </summary>
    [Property(MaxTest = 300)]
    public Property What_is_written_is_read_back()
    {
        var tricky = Gen.Elements(
            "NO", "no", "~", "", "null", "true", "12", "1.10", "0x1F", "2024-07-09", "a: b", "- a", "#x", "'q'",
            "\"d\"",
            "two\nlines", "tab\there", " edge ", "*a", "&a", "!t", "{x}", "[y]", "%", "@at", "`b", "中文", "😀", "\\n",
            "---", "...", "a #b",
            "long " + new string('x', 200) + " text");
        var text = Gen.OneOf(tricky, ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => Printable(s.Get)));
        var cases =
            from display in text
            from texts in Gen.ListOf(text)
            from models in Gen.ListOf(text)
            from timeout in Gen.Choose(-5, 100_000)
            select (display, texts: texts.ToList(), models: models.ToList(), timeout);
        return Prop.ForAll(cases.ToArbitrary(), c =>
        {
            ResourceDocument[] documents =
            [
                Stored(ResourceKind.Organization, "acme", new Dictionary<string,
                    object> { ["display_name"] = c.display }),
                Stored(ResourceKind.Provider, "p", new Dictionary<string, object>
                {
                    ["variables"] = c.texts.Distinct().ToDictionary(t => t, t => t),
                    ["models"] = c.models.Select(m => new Dictionary<string, object> { ["name"] = m }).ToArray(),
                    ["connect_timeout_ms"] = c.timeout,
                    ["simulated"] = true,
                }),
                Stored(ResourceKind.Project, "web", new Dictionary<string,
                    object> { ["organization"] = c.display, ["routes"] = c.texts }),
            ];
            var errors = new List<ConfigurationError>();
            var written = ResourceYamlWriter.Write(documents);
            var read = ResourceReader.ReadText(written, "f.yaml", errors);

            return (errors.Count == 0
                && documents.OrderBy(d => d.Kind).Select(Bound).SequenceEqual(read.Select(Bound))
                && ResourceYamlWriter.Write(read) == written).Label(written + string.Join('\n', errors));
        });
    }

    private static string Bound(ResourceDocument document)
    {
        var errors = new List<ConfigurationError>();
        return ConfigurationBinder.Validate(document, errors)
            ? document.Id + ConfigurationBinder.CanonicalJson(document)
            : string.Join('\n', errors);
    }

    private static ResourceDocument Stored(ResourceKind kind, string name, object spec) =>
        ResourceReader.FromStore(kind, name, 1, JsonSerializer.Serialize(spec), [])!;

    // Control characters and halves of surrogate pairs are no YAML text at all.
    private static string Printable(string text) =>
        new([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c < 0xFFFE)]);
}
