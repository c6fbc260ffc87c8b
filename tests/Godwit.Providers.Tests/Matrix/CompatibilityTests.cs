using System.Text;
using Godwit.Providers.GenAI;
using Xunit;

namespace Godwit.Providers.Tests.Matrix;

/// <summary>Writes docs/compatibility.md from what the matrix finds.</summary>
public sealed class CompatibilityTests
{
    [Fact]
    public void The_published_table_is_what_the_matrix_finds()
    {
        var path = Path.Combine(GoldenFile.Root, "docs", "compatibility.md");
        var found = Table();
        if (GoldenFile.Approving)
        {
            File.WriteAllText(path, found);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == found,
            "docs/compatibility.md is behind the dialects; run this test with GODWIT_APPROVE=1 and look at the change");
    }

    private static string Table()
    {
        var text = new StringBuilder("""
            # Compatibility

            What becomes of a request on its way from a client's dialect to a provider's, feature by feature. Generated
            from the goldens of `tests/Godwit.Providers.Tests/Matrix`; each cell has one. **whole**: nothing is lost.
            Otherwise what is lost, as the loss report has it: dropped, clamped, approximated, emulated, with the
            member. A dash: clients of that dialect have no such thing to ask for.
            A provider that speaks the client's own dialect gets the client's own bytes. What single providers bend
            beyond their dialect stands in their catalog files. With `strict: true` a route refuses what would be lost.

            """);
        foreach (var client in Translator.Clients)
        {
            var providers = Translator.Providers.Where(provider => provider != client).ToList();
            text.Append("\n## Clients of ").Append(Translator.NameOf(client)).Append("\n| Feature |");
            providers.ForEach(provider => text.Append(' ').Append(Translator.NameOf(provider)).Append(" |"));
            text.Append("\n|---|").Append(string.Concat(Enumerable.Repeat("---|", providers.Count))).Append('\n');
            foreach (var feature in MatrixFeature.All)
            {
                text.Append("| ").Append(feature.Name).Append(" |");
                foreach (var provider in providers)
                {
                    if (!Translator.Has(client, feature))
                    {
                        text.Append(" - |");
                        continue;
                    }

                    var request = Translator.Read(
                        client, Translator.ClientBody(client, feature), feature.Name == "stream");
                    _ = Translator.Write(request, provider, out var losses);
                    text.Append(' ').Append(Cell(losses)).Append(" |");
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Cell(LossReport losses)
    {
        var real = losses.Losses.Where(loss => LossReport.IsReal(loss.Kind)).ToList();
        return real.Count == 0 ? "whole" : string.Join("; ", real
            .GroupBy(loss => loss.Kind)
            .Select(kind => $"{kind.Key.ToString().ToLowerInvariant()} "
                + string.Join(", ", kind.Select(loss => $"`{loss.Path}`").Distinct())));
    }
}
