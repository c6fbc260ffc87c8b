using System.Text;
using Godwit.Host.Serve;
using Xunit;

namespace Godwit.Host.Tests.Serve;

/// <summary>What is let go of the process's memory is what its files have too, and no other.</summary>
public sealed class ImagePagesTests
{
    [Theory]
    [InlineData("1000-3000 r-xp 00000000 fe:00 7    /opt/godwit.dll")]
    [InlineData("1000-3000 r--p 00000000 fe:00 7    /opt/a b.dll")]
    [InlineData("1000-3000 r--s 00000000 fe:00 7    /opt/godwit.dll")]
    public void A_mapping_of_a_file_that_nobody_writes_to_and_nobody_changed_may_go(string mapping) =>
        Assert.Equal([new Mapping(0x1000, 0x3000)], Clean(mapping, ownKb: 0));

    [Theory]
    [InlineData("1000-3000 rw-p 00000000 fe:00 7    /opt/godwit.dll", 0)]
    [InlineData("1000-3000 rwxp 00000000 fe:00 7    /opt/godwit.dll", 0)]
    [InlineData("1000-3000 rw-s 00000000 fe:00 7    /data/0001.journal", 0)]
    [InlineData("1000-3000 r-xs 00000000 00:01 7    /memfd:doublemapper (deleted)", 0)]
    [InlineData("1000-3000 r--s 00000000 00:01 7    /dev/zero (deleted)", 0)]
    [InlineData("1000-3000 r-xp 00000000 fe:00 7    /opt/godwit.dll", 4)]
    [InlineData("1000-3000 r--p 00000000 00:00 0", 0)]
    [InlineData("1000-3000 r--p 00000000 00:00 0    [vvar]", 0)]
    [InlineData("1000-3000 ---p 00000000 fe:00 7    /opt/godwit.dll", 0)]
    [InlineData("what is this /?", 0)]
    public void All_else_stays(string mapping, int ownKb) => Assert.Empty(Clean(mapping, ownKb));

    [Fact]
    public void Each_mapping_is_told_by_its_own_lines_also_where_they_come_in_parts()
    {
        var padding = string.Concat(Enumerable.Repeat("5000-6000 rw-p 00000000 00:00 0\nRss:   8 kB\n", 1000));
        var text = $"""
            1000-3000 r-xp 00000000 fe:00 7    /opt/one.dll
            Rss:                   8 kB
            Anonymous:             4 kB
            VmFlags: rd ex mr
            3000-4000 rw-p 00000000 00:00 0
            Anonymous:             0 kB
            4000-5000 r--p 00000000 fe:00 7    /opt/two.dll
            Anonymous:             0 kB
            {padding}7f0000000000-7f0000001000 r--p 00000000 fe:00 7    /opt/three.dll
            Anonymous:             0 kB

            """.ReplaceLineEndings("\n");
        Assert.Equal([new Mapping(0x4000, 0x5000), new Mapping(0x7f0000000000, 0x7f0000001000)], Clean(text));
    }

    [Fact]
    public void Nothing_goes_at_the_first_look_and_the_process_goes_on_after_the_second()
    {
        var pages = new ImagePages(TimeProvider.System);
        Assert.Equal(0, pages.LetGo());
        if (OperatingSystem.IsLinux())
            Assert.True(pages.LetGo() > 1024 * 1024);
    }

    private static List<Mapping> Clean(string mapping, int ownKb) =>
        Clean($"{mapping}\nSize:       8 kB\nAnonymous: {ownKb,10} kB\nVmFlags: rd mr mw\n");

    private static List<Mapping> Clean(string smaps)
    {
        var found = new List<Mapping>();
        new FileMappings().Read(new InParts(Encoding.UTF8.GetBytes(smaps)), found);
        return found;
    }

    // The system gives as much as fits a page of its own.
    private sealed class InParts(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);
    }
}
