using Godwit.TidyTests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Godwit.TidyTests;

/// <summary>Every fact of the catalog says where it was read and when.</summary>
public sealed class CatalogTests
{
    // The keys whose value is a fact, or a list of facts.
    private static readonly string[] Facts =
        ["auth", "regions", "territories", "parameters", "errors", "models", "prices", "grants", "fine_tuning"];

    private static readonly string[] Provenance = ["source", "as_of", "verified"];

    [Fact]
    public void Every_fact_has_a_source_a_date_and_whether_it_was_verified() =>
        AllowList.AssertOnlyAllowed(
            "catalog-facts",
            from file in SourceTree.WithExtension(".yaml")
            where file.StartsWith("catalog/providers/", StringComparison.Ordinal)
            from fact in FactsOf(Read(file))
            from key in Provenance
            where !fact.Children.ContainsKey(key)
            select ($"{file}:{fact.Start.Line}", $"lacks {key}"));

    [Fact]
    public void A_file_is_named_for_its_provider() =>
        AllowList.AssertOnlyAllowed(
            "catalog-names",
            from file in SourceTree.WithExtension(".yaml")
            where file.StartsWith("catalog/providers/", StringComparison.Ordinal)
            let name = Read(file).Children["name"].ToString()
            where name != Path.GetFileNameWithoutExtension(file)
            select (file, $"its name is {name}"));

    private static YamlMappingNode Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(SourceTree.Text(file)));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> FactsOf(YamlMappingNode node)
    {
        yield return node;
        var inner =
            from pair in node.Children
            where Facts.Contains(pair.Key.ToString())
            from fact in pair.Value is YamlSequenceNode list ? list.Children : [pair.Value]
            where fact is YamlMappingNode
            select (YamlMappingNode)fact;
        foreach (var fact in inner.SelectMany(FactsOf))
        {
            yield return fact;
        }
    }
}
