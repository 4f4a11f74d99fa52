package io.gridclear.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * No float and no double anywhere in a class: not in a field or a signature, not in a call, and not in between, where
 * only the instructions show it ({@code (long) (energyWh * 1.1)}).
 */
final class CountInIntegers extends ArchCondition<JavaClass> {
    CountInIntegers() {
        super("count in integers");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        Set<String> places = new TreeSet<>();
        try (InputStream bytes = item.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(bytes).accept(new FloatingPointFinder(places), ClassReader.SKIP_FRAMES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class file of " + item.getName(), e);
        }
        for (String place : places) {
            events.add(SimpleConditionEvent.violated(item, "Class <" + item.getName() + "> is not exact in " + place));
        }
    }

    private static final class FloatingPointFinder extends ClassVisitor {
        private final Set<String> places;

        FloatingPointFinder(Set<String> places) {
            super(Opcodes.ASM9);
            this.places = places;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            if (isFloating(Type.getType(descriptor))) {
                places.add("field " + name);
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if (mentionsFloating(descriptor)) {
                places.add("the signature of " + name);
            }
            return new InstructionFinder(places, "method " + name);
        }
    }

    private static final class InstructionFinder extends MethodVisitor {
        /** Where an inexact value can come from, beside constants, fields, arrays and calls: sums need a source. */
        private static final Set<Integer> SOURCES = Set.of(
                Opcodes.FCONST_0,
                Opcodes.FCONST_1,
                Opcodes.FCONST_2,
                Opcodes.DCONST_0,
                Opcodes.DCONST_1,
                Opcodes.I2F,
                Opcodes.I2D,
                Opcodes.L2F,
                Opcodes.L2D);

        private final Set<String> places;
        private final String place;

        InstructionFinder(Set<String> places, String place) {
            super(Opcodes.ASM9);
            this.places = places;
            this.place = place;
        }

        @Override
        public void visitInsn(int opcode) {
            if (SOURCES.contains(opcode)) {
                places.add(place);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Float || value instanceof Double) {
                places.add(place);
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY && (operand == Opcodes.T_FLOAT || operand == Opcodes.T_DOUBLE)) {
                places.add(place);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (isFloating(Type.getType(descriptor))) {
                places.add(place);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            if (mentionsFloating(descriptor)) {
                places.add(place);
            }
        }
    }

    private static boolean mentionsFloating(String methodDescriptor) {
        return Stream.concat(
                        Stream.of(Type.getReturnType(methodDescriptor)),
                        Stream.of(Type.getArgumentTypes(methodDescriptor)))
                .anyMatch(CountInIntegers::isFloating);
    }

    private static boolean isFloating(Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return switch (element.getSort()) {
            case Type.FLOAT, Type.DOUBLE -> true;
            case Type.OBJECT -> Set.of("java.lang.Float", "java.lang.Double").contains(element.getClassName());
            default -> false;
        };
    }
}
