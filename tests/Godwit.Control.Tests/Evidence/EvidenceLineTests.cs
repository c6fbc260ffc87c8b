using System.Text;
using Godwit.Control.Evidence.Bundles;
using Xunit;

namespace Godwit.Control.Tests.Evidence;

/// <summary>What the chain of lines keeps to.</summary>
public sealed class EvidenceLineTests
{
    [Fact]
    public void A_chain_reads_back_as_it_was_written()
    {
        var head = EvidenceLine.Genesis;
        foreach (var (line, item) in Chain("{}", """{"id":"a"}""", """{"id":"é"}"""))
        {
            Assert.Null(EvidenceLine.Read(line, head, out head, out var read));
            Assert.Equal(item, Encoding.UTF8.GetString(read));
        }
    }

    [Fact]
    public void Each_changed_byte_of_a_line_is_noticed_in_that_line()
    {
        var (line, _) = Chain("""{"id":"a","n":1}""").Single();
        for (var i = 0; i < line.Length; i++)
        {
            byte[] changed = [.. line];
            changed[i] ^= 1;
            Assert.NotNull(EvidenceLine.Read(changed, EvidenceLine.Genesis, out _, out _));
        }
    }

    [Fact]
    public void Lines_that_change_places_or_are_left_out_do_not_follow()
    {
        var lines = Chain("{}", "{}", "{}").Select(l => l.Line).ToList();

        Assert.NotNull(EvidenceLine.Read(lines[1], EvidenceLine.Genesis, out _, out _));
        Assert.Null(EvidenceLine.Read(lines[0], EvidenceLine.Genesis, out var first, out _));
        Assert.NotNull(EvidenceLine.Read(lines[2], first, out _, out _));
    }

    private static IEnumerable<(byte[] Line, string Item)> Chain(params string[] items)
    {
        var head = EvidenceLine.Genesis;
        foreach (var item in items)
        {
            (var line, head) = EvidenceLine.Write(head, Encoding.UTF8.GetBytes(item));
            yield return (line, item);
        }
    }
}
