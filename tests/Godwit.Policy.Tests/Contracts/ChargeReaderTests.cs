using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>The charges of a record are read as they were written, and damage is seen.</summary>
public class ChargeReaderTests
{
    private static readonly Gen<long> Numbers =
        Gen.Elements(0, 1, -1, 63_900_000_000_000_000, long.MaxValue, long.MinValue);

    private static readonly Gen<Charge> Charges =
        from account in Gen.Elements(
            "grant/g", "Budget/b#USD|acme", "RateLimit/r#tokens|key/00ff00ff00ff00ff00ff00ff",
            "", "a\"b\\c", "模型<gpt>+'&",
            "half \ud83d of one", "a😀b\0", new string('x', 400))
        from numbers in Numbers.ArrayOf(4)
        select new Charge(account, numbers[0], numbers[1], numbers[2]) { Corrected = numbers[3] };

    [Property(MaxTest = 500)]
    public Property What_is_written_is_read() => Prop.ForAll(
        Charges.ListOf().ToArbitrary(),
        charges => Read(Written([.. charges])).SequenceEqual(charges.Select(Encodable)));

    [Property(MaxTest = 500)]
    public Property What_breaks_off_is_damaged_and_what_is_before_it_is_read() => Prop.ForAll(
        Charges.NonEmptyListOf().Zip(Gen.Choose(0, 1_000)).ToArbitrary(),
        c =>
        {
            var whole = Written([.. c.Item1]);
            var array = whole.AsSpan(0, whole.AsSpan().IndexOf("],\"objects\""u8));
            var part = array[..Math.Max(1, array.Length * c.Item2 / 1_000)].ToArray();
            var reader = new ChargeReader(part);
            var read = new List<Charge>();
            while (reader.Read())
                read.Add(Of(reader));
            return reader.IsDamaged && read.SequenceEqual(c.Item1.Take(read.Count).Select(Encodable));
        });

    [Property(MaxTest = 2_000)]
    public Property Whatever_bytes_are_changed_reading_ends() => Prop.ForAll(
        Charges.NonEmptyListOf().Zip(Gen.Choose(0, 100_000).Zip(Gen.Choose(0, 255)).ArrayOf(3)).ToArbitrary(),
        c =>
        {
            var bytes = Written([.. c.Item1]);
            foreach (var (place, value) in c.Item2)
                bytes[place % bytes.Length] = (byte)value;
            var reader = new ChargeReader(bytes);
            while (reader.Read())
                Of(reader);
        });

    [Theory]
    [InlineData("""[{"account":"a","later":{"spent":[{"account":"b"}]},"spent":1,"more":[1,[2]]}]""")]
    [InlineData("""[{"note":null,"spent":1,"account":"a"},{}]""")]
    [InlineData("""[{"spent":7},{"account":"a","spent":1}]""")]
    [InlineData("""[{"account":"a","spent":1}],"objects":[{"account":"b"}]}""")]
    [InlineData("""[{"account":"b","spent":2,"account":"a","spent":1}]""")]
    [InlineData("""[{"account":"a","spent":1,"period":0}]""")]
    [InlineData("""[ {"account":"a","spent":1} ]""")]
    [InlineData("""[{"account":"\u0061","spent":1}]""")]
    public void What_it_does_not_know_is_passed_over(string json)
    {
        var reader = new ChargeReader(Encoding.UTF8.GetBytes(json));
        Assert.True(reader.Read());
        Assert.Equal(new Charge("a", 0, 0, 1), Of(reader));
        Assert.False(reader.Read());
        Assert.False(reader.IsDamaged);
    }

    [Fact]
    public void Charges_as_they_are_written_and_others_may_take_turns()
    {
        var reader = new ChargeReader(
            """[{"account":"a","spent":1},{"account":"b","later":[{}],"spent":2},{"account":"c","spent":3}],"x":1"""u8);
        var read = new List<Charge>();
        while (reader.Read())
            read.Add(Of(reader));
        Assert.Equal([new("a", 0, 0, 1), new("b", 0, 0, 2), new("c", 0, 0, 3)], read);
        Assert.False(reader.IsDamaged);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[],7")]
    [InlineData("[{}]")]
    public void There_may_be_none(string json)
    {
        var reader = new ChargeReader(Encoding.UTF8.GetBytes(json));
        Assert.False(reader.Read());
        Assert.False(reader.IsDamaged);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{\"account\":\"a\",\"spent\":1}")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[[{\"account\":\"a\",\"spent\":1}]]")]
    [InlineData("[{\"account\":7}]")]
    [InlineData("[{\"account\":null}]")]
    [InlineData("[{\"account\":{\"account\":\"a\"}}]")]
    [InlineData("[{\"account\":\"\\ud83d\"}]")]
    [InlineData("[{\"account\":\"a\",\"period\":\"x\"}]")]
    [InlineData("[{\"account\":\"a\",\"reserved\":1e40}]")]
    [InlineData("[{\"account\":\"a\",\"reserved\":1.5}]")]
    [InlineData("[{\"account\":\"a\",\"spent\":01}]")]
    [InlineData("[{\"account\":\"a\",\"spent\":+1}]")]
    [InlineData("[{\"account\":\"a\",\"spent\":-}]")]
    [InlineData("[{\"account\":\"a\",\"spent\":-01}]")]
    [InlineData("[{\"account\":\"a\",\"spent\":1,}]")]
    [InlineData("[{\"account\":\"a\tb\",\"spent\":1}]")]
    [InlineData("[{\"account\":\"a\",\"spent\":[{\"spent\":1}]}]")]
    [InlineData("[{\"account\":\"a\"")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("x")]
    public void What_has_another_shape_is_damaged(string json)
    {
        var reader = new ChargeReader(Encoding.UTF8.GetBytes(json));
        Assert.False(reader.Read());
        Assert.True(reader.IsDamaged);
        Assert.False(reader.Read());
    }

    [Fact]
    public void Names_that_come_again_are_one_string_and_no_more_than_so_many_are_remembered()
    {
        var names = new KnownNames(2);
        var first = names.Of("grant/模型"u8);
        Assert.Equal("grant/模型", first);
        Assert.Same(first, names.Of("grant/模型"u8));
        names.Of("b"u8);
        names.Of("c"u8);
        Assert.NotSame(first, names.Of("grant/模型"u8));
        var longer = Encoding.UTF8.GetBytes(new string('x', 1_000));
        Assert.Equal(1_000, names.Of(longer).Length);
    }

    [Fact]
    public void Reading_makes_nothing()
    {
        var json = Written([new Charge("Budget/b#USD|acme", 5, 10, 7), new Charge("grant/g", 0, 3, 1)]);
        var names = new KnownNames(10);
        Add(json, names);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var spent = Add(json, names);
        Assert.Equal((8, 0), (spent, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    private static long Add(byte[] json, KnownNames names)
    {
        var reader = new ChargeReader(json);
        var sum = 0L;
        while (reader.Read())
            sum += names.Of(reader.Account).Length > 0 ? reader.Spent : 0;
        return sum;
    }

    private static List<Charge> Read(byte[] json)
    {
        var reader = new ChargeReader(json);
        var read = new List<Charge>();
        while (reader.Read())
            read.Add(Of(reader));
        Assert.False(reader.IsDamaged);
        return read;
    }

    private static Charge Of(in ChargeReader reader) =>
        new(Encoding.UTF8.GetString(reader.Account), reader.Period, reader.Reserved, reader.Spent)
        {
            Corrected = reader.Corrected,
        };

    // Half of a pair of surrogates is no character: whoever writes JSON writes another one for it.
    private static Charge Encodable(Charge charge) =>
        charge with { Account = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(charge.Account)) };

    private static byte[] Written(IReadOnlyList<Charge> charges)
    {
        var record = JournalRecord.Of(new RequestRecord
        {
            Id = Guid.CreateVersion7(), StartedAt = DateTimeOffset.UnixEpoch, Charges = charges,
            Objects = [new OwnedChange(OwnedKind.Batch, "openai", "x", DateTimeOffset.UnixEpoch)],
        }).Json.Span;
        return record[(record.IndexOf("\"charges\":"u8) + "\"charges\":".Length)..].ToArray();
    }
}
